package dev.anabranch.workflow.internal.trace;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.workflow.Accessor;
import dev.anabranch.workflow.internal.types.MethodReference;
import java.util.Optional;

/**
 * The label of the items of a fan-out.
 *
 * @param field the JSON name of the field, or {@link ItemLabels#ITEM_ITSELF}
 * @param owner the class of the items, as the accessor names it; empty for the item itself
 * @param type the type of the field; empty for the item itself
 * @param line the line of the definition
 */
record ItemLabel(String field, Optional<Class<?>> owner, Optional<JavaType> type, String line) {

    static ItemLabel itself(Tracer tracer) {
        return new ItemLabel(ItemLabels.ITEM_ITSELF, Optional.empty(), Optional.empty(), tracer.currentLine());
    }

    /** Reports a finding if {@code accessor} is not a reference to an accessor. */
    static ItemLabel field(Tracer tracer, Accessor<?, ?> accessor) {
        String name = tracer.fieldName("label", accessor);
        Optional<Class<?>> owner =
                MethodReference.of(accessor).map(reference -> reference.use().parameterType(0));
        Optional<JavaType> type =
                owner.map(found -> TaskJson.fields(TypeFactory.defaultInstance().constructType(found))
                        .get(name));
        return new ItemLabel(name, owner, type, tracer.currentLine());
    }
}
