package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of one shared record that are not yet stored. They are held back until the record is written, because
 * together they may fit into it, and because one object for all of them needs one PUT. Not safe for use by several
 * threads.
 */
public final class PendingResults {

    /**
     * A larger result is stored as a separate object immediately: the price of the request is small in comparison with
     * its bytes.
     */
    public static final int MAX_SHARED_OBJECT_RESULT_BYTES = 256 * 1024;

    /** The maximum number of bytes that are held back; a function has at least 128 MB of memory. */
    public static final int MAX_PENDING_BYTES = 4 * 1024 * 1024;

    private final ActionHost host;
    private final Invocation first;
    private final long order;
    private final long claim;
    private final Map<Integer, byte[]> pending = new LinkedHashMap<>();
    private final Map<Integer, StoredResult> stored = new LinkedHashMap<>();
    private int bytes;
    private int parts;

    /**
     * Creates an empty instance.
     *
     * @param first the first action of the record
     * @param claim the version of the record after the attempt claimed it
     */
    PendingResults(ActionHost host, Invocation first, long order, long claim) {
        this.host = host;
        this.first = first;
        this.order = order;
        this.claim = claim;
    }

    /** Adds a result. It may be stored immediately. */
    void add(int offset, Invocation action, PayloadBuffer document) throws IOException {
        if (document.size() > MAX_SHARED_OBJECT_RESULT_BYTES) {
            String key = PayloadKeys.result(action.run().id(), action.node(), action.path(), order);
            document.putTo(host.payloads(), key, PayloadStore.JSON);
            stored.put(offset, new StoredResult.InStore(key, document.size()));
            return;
        }
        add(offset, document.toBytes());
    }

    /** Adds a result of at most {@link #MAX_SHARED_OBJECT_RESULT_BYTES}. It may be stored immediately. */
    void add(int offset, byte[] json) {
        pending.put(offset, json);
        bytes += json.length;
        if (bytes > MAX_PENDING_BYTES) {
            writeSharedObject();
        }
    }

    /**
     * Stores the results that were added since the last call and returns where they are, by offset.
     *
     * @param inlineBytes the number of bytes of results that are already in the record
     */
    Map<Integer, StoredResult> flush(long inlineBytes) {
        if (inlineBytes + bytes <= StoredResult.RECORD_INLINE_LIMIT) {
            pending.forEach((offset, json) ->
                    stored.put(offset, new StoredResult.Inline(new String(json, StandardCharsets.UTF_8))));
            pending.clear();
            bytes = 0;
        } else {
            writeSharedObject();
        }
        Map<Integer, StoredResult> flushed = new LinkedHashMap<>(stored);
        stored.clear();
        return flushed;
    }

    /** Stores the results that are held back as one JSON array. */
    private void writeSharedObject() {
        if (pending.isEmpty()) {
            return;
        }
        String key = PayloadKeys.batch(first.run().id(), first.node(), first.path(), order, claim, parts);
        ByteArrayOutputStream array = new ByteArrayOutputStream(bytes + pending.size() + 1);
        Map<Integer, StoredResult> locations = new LinkedHashMap<>();
        pending.forEach((offset, json) -> {
            array.write(array.size() == 0 ? '[' : ',');
            locations.put(offset, new StoredResult.Part(key, array.size(), json.length));
            array.writeBytes(json);
        });
        array.write(']');
        host.payloads().put(key, PayloadStore.JSON, array.toByteArray());
        parts++;
        stored.putAll(locations);
        pending.clear();
        bytes = 0;
    }
}
