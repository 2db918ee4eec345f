package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.integration.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a ResultWriter: {@code SUCCEEDED_n.json}, {@code FAILED_n.json}, {@code PENDING_n.json} and their
 * manifest. Records are stored as text when they are added.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html">ResultWriter</a>
 */
public final class ResultFiles {

    /**
     * The size in bytes from which another file is started. AWS uses 5 GB, which exceeds the length of a Java array.
     */
    private static final int LARGEST_FILE = 512 * 1024 * 1024;

    private final boolean jsonLines;
    private final boolean flatten;
    private final Map<Kind, Part> parts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<byte[]>> full = new EnumMap<>(Kind.class);

    /** The outcome of the children in a file. */
    public enum Kind {
        /** Children that failed, timed out or were stopped. */
        FAILED,
        /** Children that were not started. */
        PENDING,
        /** Children that succeeded. */
        SUCCEEDED
    }

    /**
     * @param jsonLines true for JSON Lines, false for one array
     * @param flatten true to write each element of a succeeded child's array as a separate record
     */
    public ResultFiles(boolean jsonLines, boolean flatten) {
        this.jsonLines = jsonLines;
        this.flatten = flatten;
    }

    /** Adds the record of one child. */
    public void add(Kind kind, JsonNode result) {
        if (flatten && kind == Kind.SUCCEEDED && result.isArray()) {
            result.forEach(element -> append(kind, element));
        } else {
            append(kind, result);
        }
    }

    /** Removes the records of one kind. */
    public void forget(Kind kind) {
        parts.remove(kind);
        full.remove(kind);
    }

    private void append(Kind kind, JsonNode result) {
        Part part = parts.computeIfAbsent(kind, k -> new Part(jsonLines));
        part.add(result.toString());
        if (part.size() > LARGEST_FILE) {
            full.computeIfAbsent(kind, k -> new ArrayList<>()).add(part.content());
            parts.remove(kind);
        }
    }

    /**
     * Writes all files and the manifest. Blocks.
     *
     * @param folder the prefix of all keys, with a slash at the end
     * @return the key of the manifest
     */
    public String write(ObjectStore objects, String bucket, String folder, String mapRunArn) throws IOException {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("DestinationBucket", bucket);
        manifest.put("MapRunArn", mapRunArn);
        ObjectNode files = manifest.putObject("ResultFiles");
        for (Kind kind : Kind.values()) {
            var listed = files.putArray(kind.name());
            int number = 0;
            for (byte[] content : contents(kind)) {
                String key = folder + kind.name() + "_" + number++ + ".json";
                objects.put(bucket, key, content);
                listed.addObject().put("Key", key).put("Size", content.length);
            }
        }
        String key = folder + "manifest.json";
        objects.put(bucket, key, manifest.toString().getBytes(StandardCharsets.UTF_8));
        return key;
    }

    private List<byte[]> contents(Kind kind) {
        List<byte[]> contents = new ArrayList<>(full.getOrDefault(kind, List.of()));
        @Nullable Part last = parts.get(kind);
        if (last != null) {
            contents.add(last.content());
        }
        return contents;
    }

    /** A file that is being built. */
    public static final class Part {

        private final boolean jsonLines;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Part(boolean jsonLines) {
            this.jsonLines = jsonLines;
        }

        void add(String text) {
            if (!jsonLines) {
                bytes.write(bytes.size() == 0 ? '[' : ',');
            } else if (bytes.size() > 0) {
                bytes.write('\n');
            }
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        int size() {
            return bytes.size();
        }

        /** Returns the content so far. More records can be added afterwards. */
        byte[] content() {
            if (jsonLines) {
                return bytes.toByteArray();
            }
            byte[] content = Arrays.copyOf(bytes.toByteArray(), bytes.size() + 1);
            content[bytes.size()] = ']';
            return content;
        }
    }
}
