package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.anabranch.runtime.internal.codec.StateNumbers;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The positions of a JSON list's elements in its bytes. Needs 12 bytes of memory for each element. */
final class JsonElements {

    private long[] starts = new long[64];
    private int[] lengths = new int[64];
    private final BitSet imprecise = new BitSet();
    private int count;

    private JsonElements() {}

    /**
     * Returns the elements; empty if the document is not a list.
     *
     * @param scaled returns true if the elements can have decimals whose scale matters, see {@link StateNumbers}
     */
    static Optional<JsonElements> of(PayloadBuffer document, BooleanSupplier scaled) throws IOException {
        JsonElements elements = new JsonElements();
        try (InputStream in = document.open();
                JsonParser parser = TaskJson.factory().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                long start = parser.currentTokenLocation().getByteOffset();
                if (!StateNumbers.preservesNext(parser, scaled)) {
                    elements.imprecise.set(elements.count);
                }
                parser.finishToken();
                elements.add(start, parser.currentLocation().getByteOffset());
            }
        }
        return Optional.of(elements);
    }

    private void add(long start, long end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        starts[count] = start;
        lengths[count] = Math.toIntExact(end - start);
        count++;
    }

    int count() {
        return count;
    }

    int length(int index) {
        return lengths[index];
    }

    /** Returns the elements with numbers that a state machine does not preserve, see {@link StateNumbers}. */
    BitSet imprecise() {
        return (BitSet) imprecise.clone();
    }

    byte[] slice(PayloadBuffer document, int index) throws IOException {
        return document.slice(starts[index], lengths[index]);
    }
}
