package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.task.Blob;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/** Determines which types can hold a {@link java.math.BigDecimal}, whose scale must arrive as it was sent. */
public final class DecimalTypes {

    private DecimalTypes() {}

    /**
     * Returns false if no value of a type can have a decimal with a scale. Types whose values may have fields that the
     * type does not declare, such as {@code Object} and classes that are not final, count as if they had one.
     */
    public static boolean mayHoldDecimal(JavaType type) {
        return mayHoldDecimal(type, new HashSet<>());
    }

    private static boolean mayHoldDecimal(JavaType type, Set<JavaType> visited) {
        Class<?> raw = type.getRawClass();
        if (!visited.add(type)) {
            return false;
        }
        if (type.isContainerType() || type.isReferenceType()) {
            JavaType content = type.getContentType();
            return content == null || mayHoldDecimal(content, visited);
        }
        if (raw.isPrimitive() || raw.isEnum() || isFinalOfTheJdk(raw) || raw == Blob.class) {
            return false;
        }
        if (!raw.isRecord()) {
            return true;
        }
        for (RecordComponent component : raw.getRecordComponents()) {
            JavaType part = TaskJson.types().resolveMemberType(component.getGenericType(), type.getBindings());
            if (mayHoldDecimal(part, visited)) {
                return true;
            }
        }
        return false;
    }

    /** Returns true for text, numbers such as {@code Double}, times, {@code UUID} and {@code URI}. */
    private static boolean isFinalOfTheJdk(Class<?> raw) {
        return Modifier.isFinal(raw.getModifiers()) && raw.getName().startsWith("java.");
    }
}
