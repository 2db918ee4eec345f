package dev.anabranch.task;

import java.util.Objects;

/**
 * A reference to a file of a run. The bytes are in the payload store; this record is the value that tasks pass on.
 *
 * @param name the file's name, such as {@code map.png}
 * @param mediaType the media type, such as {@code image/png}
 * @param size the file's length in bytes, at least 0
 * @param key the key of the file in the payload store; {@link TaskContext#write} makes it
 */
public record Blob(String name, String mediaType, long size, String key) {

    /**
     * Creates a reference.
     *
     * @throws NullPointerException if {@code name}, {@code mediaType} or {@code key} is null
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public Blob {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(key, "key");
        if (size < 0) {
            throw new IllegalArgumentException("size is " + size + " but must not be negative");
        }
    }
}
