package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of one page of actions. A result in its record is always included. A result in the payload store is
 * included while the response has room, and is a link otherwise. Parts of one object of a batch are read with one
 * request.
 */
final class ResultValues {

    /**
     * The maximum number of actions in a page: even if each record holds the largest inline result, 8 KB, the response
     * has room.
     */
    static final int MOST = 400;

    private static final int IN_RECORD = 9 * 1024;

    private final PayloadStore payloads;
    private final PayloadLinks links;
    private final Map<String, Span> shared = new HashMap<>();
    private long room = RunApi.LARGEST_ANSWER - MOST * (long) IN_RECORD;

    private ResultValues(PayloadStore payloads, PayloadLinks links) {
        this.payloads = payloads;
        this.links = links;
    }

    static void addTo(ArrayNode items, List<RunAction> page, PayloadStore payloads, PayloadLinks links) {
        ResultValues values = new ResultValues(payloads, links);
        page.forEach(action -> action.record().stored().ifPresent(values::span));
        page.forEach(action -> items.add(values.result(action)));
    }

    /** The range of an object that covers the parts that a page needs. */
    private static final class Span {
        private long first = Long.MAX_VALUE;
        private long end;
        private byte @Nullable [] bytes;

        void cover(StoredResult.Part part) {
            first = Math.min(first, part.offset());
            end = Math.max(end, part.offset() + part.size());
        }
    }

    private void span(StoredResult result) {
        if (result instanceof StoredResult.Part part) {
            shared.computeIfAbsent(part.key(), key -> new Span()).cover(part);
        }
    }

    /** Returns an action without its result's value. While it waits for a retry, it is running and has no error. */
    static ObjectNode head(RunAction action) {
        ActionRecord counted = action.counted();
        ObjectNode json = RunViews.head(action, counted);
        RunViews.error(json, counted);
        return json;
    }

    private ObjectNode result(RunAction action) {
        ObjectNode json = head(action);
        action.record().stored().ifPresent(stored -> add(json, stored));
        return json;
    }

    private void add(ObjectNode json, StoredResult stored) {
        long size = RunViews.size(stored);
        if (stored instanceof StoredResult.Inline) {
            json.set("value", value(stored));
        } else if (size <= room) {
            room -= size;
            json.set("value", value(stored));
        } else {
            link(json.put("bytes", size), stored);
        }
    }

    private JsonNode value(StoredResult stored) {
        try (InputStream in = open(stored)) {
            return TaskJson.reader(JsonNode.class).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("A result could not be read.", e);
        }
    }

    private InputStream open(StoredResult stored) throws IOException {
        if (!(stored instanceof StoredResult.Part part)) {
            return payloads.open(stored);
        }
        Span span = shared.get(part.key());
        if (span == null || span.end - span.first > RunApi.LARGEST_ANSWER) {
            return payloads.open(stored);
        }
        byte[] bytes = span.bytes;
        if (bytes == null) {
            try (InputStream in = payloads.open(part.key(), span.first, span.end - span.first)) {
                bytes = in.readAllBytes();
            }
            span.bytes = bytes;
        }
        return new ByteArrayInputStream(bytes, (int) (part.offset() - span.first), (int) part.size());
    }

    private void link(ObjectNode json, StoredResult stored) {
        if (stored instanceof StoredResult.Part part) {
            json.put("link", links.link(part.key()).toString())
                    .put("range", "bytes=" + part.offset() + "-" + (part.offset() + part.size() - 1));
        } else if (stored instanceof StoredResult.InStore inStore) {
            json.put("link", links.link(inStore.key()).toString());
        }
    }
}
