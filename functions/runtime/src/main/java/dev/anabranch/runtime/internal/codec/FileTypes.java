package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.task.Blob;
import java.util.HashSet;
import java.util.Set;

/** Determines whether values of a type may contain {@link Blob}s. */
public final class FileTypes {

    private FileTypes() {}

    /**
     * Returns true if values of the type may contain files; true as well if the declared type does not determine it.
     */
    public static boolean mayBeIn(JavaType type) {
        return mayBeIn(type, new HashSet<>());
    }

    private static boolean mayBeIn(JavaType type, Set<JavaType> seen) {
        if (type.hasRawClass(Blob.class)) {
            return true;
        }
        if (type.isPrimitive() || type.isEnumType() || isPlain(type.getRawClass()) || !seen.add(type)) {
            return false;
        }
        if (type.isContainerType() || type.isReferenceType()) {
            return mayBeIn(type.getContentType(), seen);
        }
        if (!type.isConcrete() || type.isJavaLangObject()) {
            return true;
        }
        return TaskJson.fields(type).values().stream().anyMatch(field -> mayBeIn(field, seen));
    }

    private static boolean isPlain(Class<?> type) {
        return CharSequence.class.isAssignableFrom(type)
                || Number.class.isAssignableFrom(type)
                || type == Boolean.class
                || type == Character.class
                || type == Void.class
                || type.getPackageName().startsWith("java.time")
                || type == java.util.UUID.class
                || type == java.net.URI.class;
    }
}
