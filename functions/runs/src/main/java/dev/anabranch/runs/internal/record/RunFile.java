package dev.anabranch.runs.internal.record;

import dev.anabranch.runtime.internal.payload.PayloadKeys;

/**
 * A file that an action of a run has written.
 *
 * @param node the node of the action
 * @param path the indexes of the action joined by dots, such as {@code 3.17}; empty outside any fan-out
 * @param name the name of the file
 * @param size the size in bytes
 * @param key the key in the payload store
 */
public record RunFile(String node, String path, String name, long size, String key) {

    public static RunFile of(String key, long size) {
        String[] segments = key.split("/", -1);
        String path = segments[4].equals("-") ? "" : segments[4];
        return new RunFile(PayloadKeys.name(segments[3]), path, PayloadKeys.name(segments[5]), size, key);
    }
}
