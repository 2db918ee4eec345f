package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import org.jspecify.annotations.Nullable;

/** Registers the serializers of the types in {@code dev.anabranch.task} that are not plain records. */
final class TaskModule extends Module {

    @Override
    public String getModuleName() {
        return "anabranch";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addDeserializers(new TaskDeserializers());
        context.addSerializers(new TaskSerializers());
    }

    private static final class TaskDeserializers extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
            if (type.hasRawClass(Results.class)) {
                return new ResultsJson.Reader(type.containedTypeOrUnknown(0));
            }
            if (Outcome.class.isAssignableFrom(type.getRawClass())) {
                return new OutcomeJson.Reader(type.containedTypeOrUnknown(0));
            }
            return null;
        }
    }

    private static final class TaskSerializers extends Serializers.Base {
        @Override
        public @Nullable JsonSerializer<?> findSerializer(
                SerializationConfig config, JavaType type, BeanDescription description) {
            if (Results.class.isAssignableFrom(type.getRawClass())) {
                return new ResultsJson.Writer();
            }
            if (Outcome.class.isAssignableFrom(type.getRawClass())) {
                return new OutcomeJson.Writer();
            }
            return null;
        }
    }
}
