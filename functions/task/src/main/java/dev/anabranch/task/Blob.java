package dev.anabranch.task;

import java.util.Objects;

/**
 * A file of a run, carried by reference: the bytes are in the run's object store, only this record travels.
 *
 * @param name how a person calls the file
 * @param mediaType such as {@code image/png}
 * @param size in bytes
 * @param key where the bytes are, below the run's own prefix; made by {@link TaskContext#write}, never by hand
 */
public record Blob(String name, String mediaType, long size, String key) {

    /** Refuses a blob without a name, type or key, or with a negative size. */
    public Blob {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(key, "key");
        if (size < 0) {
            throw new IllegalArgumentException("size is " + size + " but must not be negative");
        }
    }
}
