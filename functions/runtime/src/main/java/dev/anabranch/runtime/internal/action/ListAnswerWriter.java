package dev.anabranch.runtime.internal.action;

import dev.anabranch.runtime.internal.codec.WireWriter;
import dev.anabranch.runtime.internal.fanin.ReadAhead;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writes the answer for the list of a fan-out: inline if it fits, if necessary with its largest items in the store;
 * otherwise the list is in the store.
 */
final class ListAnswerWriter {

    private static final int PUTS_AT_A_TIME = 8;

    private final ActionHost host;
    private final Reply.Items reply;
    private final IntFunction<String> itemKey;
    private final String itemsKey;
    private final LabelWriter labels;

    /**
     * Creates a writer for one list.
     *
     * @param itemKey returns the key of an item that is moved to the store
     * @param itemsKey the key of the list if it is moved to the store
     */
    ListAnswerWriter(ActionHost host, Reply.Items reply, IntFunction<String> itemKey, String itemsKey) {
        this.host = host;
        this.reply = reply;
        this.itemKey = itemKey;
        this.itemsKey = itemsKey;
        this.labels = new LabelWriter(reply.labels());
    }

    byte[] write(PayloadBuffer document, JsonElements elements) throws IOException {
        Optional<BitSet> moved = movedWhenInline(document, elements);
        if (moved.isPresent()) {
            putMoved(document, elements, moved.orElseThrow());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(WireWriter.itemsBegin());
            writeWires(out, document, elements, moved.orElseThrow());
            out.write(WireWriter.itemsEnd(elements.count()));
            return out.toByteArray();
        }
        BitSet large = elements.imprecise();
        for (int index = 0; index < elements.count(); index++) {
            if (valueBytes(document, elements, index) > reply.item()) {
                large.set(index);
            }
        }
        putMoved(document, elements, large);
        try (PayloadBuffer items = new PayloadBuffer(host.scratch())) {
            items.write('[');
            writeWires(items, document, elements, large);
            items.write(']');
            items.putTo(host.payloads(), itemsKey, PayloadStore.JSON);
        }
        return WireWriter.itemsRef(itemsKey, elements.count());
    }

    /** Returns the items that must be moved to the store so that the rest fits inline; empty if that is impossible. */
    private Optional<BitSet> movedWhenInline(PayloadBuffer document, JsonElements elements) throws IOException {
        int count = elements.count();
        if (count > reply.width()) {
            return Optional.empty();
        }
        long total = (long) WireWriter.itemsBegin().length + Math.max(0, count - 1) + WireWriter.itemsEnd(count).length;
        BitSet moved = elements.imprecise();
        for (int index = 0; index < count; index++) {
            total += moved.get(index) ? refBytes(document, elements, index) : valueBytes(document, elements, index);
        }
        if (total <= reply.inline()) {
            return Optional.of(moved);
        }
        Iterator<Integer> largestFirst = IntStream.range(0, count)
                .filter(index -> !moved.get(index))
                .boxed()
                .sorted(Comparator.comparingInt((Integer index) -> elements.length(index))
                        .reversed())
                .iterator();
        while (total > reply.inline() && largestFirst.hasNext()) {
            int index = largestFirst.next();
            int saved = valueBytes(document, elements, index) - refBytes(document, elements, index);
            if (saved > 0) {
                moved.set(index);
                total -= saved;
            }
        }
        return total <= reply.inline() ? Optional.of(moved) : Optional.empty();
    }

    private int valueBytes(PayloadBuffer document, JsonElements elements, int index) throws IOException {
        return elements.length(index)
                + WireWriter.VALUE_OVERHEAD
                + labels.beside(document, elements, index, false).length;
    }

    private int refBytes(PayloadBuffer document, JsonElements elements, int index) throws IOException {
        return ref(document, elements, index).length;
    }

    /** Returns the reference to an item that is in the store, with its labels if there is room for them. */
    private byte[] ref(PayloadBuffer document, JsonElements elements, int index) throws IOException {
        byte[] ref = WireWriter.ref(itemKey.apply(index), elements.length(index));
        byte[] labelled = WireWriter.with(ref, labels.beside(document, elements, index, true));
        return labelled.length <= reply.item() ? labelled : ref;
    }

    private void putMoved(PayloadBuffer document, JsonElements elements, BitSet moved) {
        Iterator<ReadAhead.Job<Boolean>> puts =
                moved.stream().mapToObj(index -> put(document, elements, index)).iterator();
        new ReadAhead<>(puts, PUTS_AT_A_TIME, host.executor()).forEachRemaining(done -> {});
    }

    private ReadAhead.Job<Boolean> put(PayloadBuffer document, JsonElements elements, int index) {
        byte[] item = slice(document, elements, index);
        return ReadAhead.Job.remote(() -> {
            host.payloads().put(itemKey.apply(index), PayloadStore.JSON, item);
            return true;
        });
    }

    private static byte[] slice(PayloadBuffer document, JsonElements elements, int index) {
        try {
            return elements.slice(document, index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeWires(OutputStream out, PayloadBuffer document, JsonElements elements, BitSet moved)
            throws IOException {
        for (int index = 0; index < elements.count(); index++) {
            if (index > 0) {
                out.write(',');
            }
            if (moved.get(index)) {
                out.write(ref(document, elements, index));
            } else {
                WireWriter.value(out, elements.slice(document, index), labels.beside(document, elements, index, false));
            }
        }
    }
}
