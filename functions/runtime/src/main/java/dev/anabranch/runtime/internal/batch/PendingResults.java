package dev.anabranch.runtime.internal.batch;

import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.result.AnswerWriter;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of one shared record on their way to the stores: held back until the record is written, because together they may fit into
 * it, and because one object for all of them costs one PUT. Not safe for use by several threads.
 */
public final class PendingResults {

    /** What is larger becomes an object of its own at once: beside its bytes, the price of a request is nothing. */
    public static final int ALONE_BYTES = 256 * 1024;

    /** The most bytes that are held back; a function has at least 128 MB. */
    public static final int HELD_BYTES = 4 * 1024 * 1024;

    private final ActionHost host;
    private final Invocation first;
    private final long order;
    private final long claim;
    private final Map<Integer, byte[]> held = new LinkedHashMap<>();
    private final Map<Integer, StoredResult> stored = new LinkedHashMap<>();
    private int bytes;
    private int parts;

    /**
     * Nothing yet.
     *
     * @param first the first action of the record
     * @param claim the version of the record that the attempt has claimed
     */
    PendingResults(ActionHost host, Invocation first, long order, long claim) {
        this.host = host;
        this.first = first;
        this.order = order;
        this.claim = claim;
    }

    /** Takes a result; it may be in the payload store right away. */
    void add(int offset, Invocation action, PayloadBuffer document) throws IOException {
        if (document.size() > ALONE_BYTES) {
            String key = PayloadKeys.result(action.run().id(), action.node(), action.path(), order);
            document.putTo(host.payloads(), key, AnswerWriter.JSON);
            stored.put(offset, new StoredResult.InStore(key, document.size()));
            return;
        }
        held.put(offset, document.toBytes());
        bytes += (int) document.size();
        if (bytes > HELD_BYTES) {
            spill();
        }
    }

    /**
     * Where every result is that was added since this was last asked, by offset.
     *
     * @param inlineBytes how many bytes of results the record has already
     */
    Map<Integer, StoredResult> settle(long inlineBytes) {
        if (inlineBytes + bytes <= AnswerWriter.RECORD_INLINE_LIMIT) {
            held.forEach((offset, json) ->
                    stored.put(offset, new StoredResult.Inline(new String(json, StandardCharsets.UTF_8))));
            held.clear();
            bytes = 0;
        } else {
            spill();
        }
        Map<Integer, StoredResult> settled = new LinkedHashMap<>(stored);
        stored.clear();
        return settled;
    }

    /** Puts what is held back as one JSON array. */
    private void spill() {
        if (held.isEmpty()) {
            return;
        }
        String key = PayloadKeys.batch(first.run().id(), first.node(), first.path(), order, claim, parts);
        ByteArrayOutputStream array = new ByteArrayOutputStream(bytes + held.size() + 1);
        Map<Integer, StoredResult> placed = new LinkedHashMap<>();
        held.forEach((offset, json) -> {
            array.write(array.size() == 0 ? '[' : ',');
            placed.put(offset, new StoredResult.Part(key, array.size(), json.length));
            array.writeBytes(json);
        });
        array.write(']');
        host.payloads().put(key, AnswerWriter.JSON, array.toByteArray());
        parts++;
        stored.putAll(placed);
        held.clear();
        bytes = 0;
    }
}
