package dev.anabranch.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.beans.Introspector;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a serializable method reference refers to. The compiler gives such a reference a method {@code writeReplace} that tells
 * ({@link SerializedLambda}).
 *
 * @param owner the class that has the method
 * @param method the method's name, {@code <init>} for a constructor
 */
record MethodReference(Class<?> owner, String method) {

    /** Empty for a lambda, whose body has no name to go by. */
    static Optional<MethodReference> of(Serializable reference) {
        try {
            Method writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            SerializedLambda lambda = (SerializedLambda) writeReplace.invoke(reference);
            if (lambda.getImplMethodName().startsWith("lambda$")) {
                return Optional.empty();
            }
            Class<?> owner = Class.forName(
                    lambda.getImplClass().replace('/', '.'),
                    false,
                    reference.getClass().getClassLoader());
            return Optional.of(new MethodReference(owner, lambda.getImplMethodName()));
        } catch (ReflectiveOperationException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** The JSON names of a record's components, where this is a reference to the constructor of a record. */
    Optional<List<String>> recordComponents() {
        if (!method.equals("<init>") || !owner.isRecord()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(owner.getRecordComponents())
                .map(MethodReference::jsonName)
                .toList());
    }

    /** The JSON name of the property that this reads: a record component, or a getter. */
    Optional<String> property() {
        if (owner.isRecord()) {
            return Arrays.stream(owner.getRecordComponents())
                    .filter(component -> component.getName().equals(method))
                    .map(MethodReference::jsonName)
                    .findFirst();
        }
        for (String prefix : List.of("get", "is")) {
            if (method.startsWith(prefix) && method.length() > prefix.length()) {
                return Optional.of(Introspector.decapitalize(method.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? component.getName() : property.value();
    }
}
