package dev.anabranch.runtime.internal.fanin;

import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.util.Locale;

/** Refuses a list that cannot fit into the heap, from the sizes that the records tell, before it fills it. */
final class HeapBudget {

    /**
     * What a value needs in memory while it is made, in bytes for each byte of its JSON: the tree of its nodes, which is the smallest where
     * JSON is mostly text (2 bytes a character, where it is not Latin), and what the task gets.
     */
    private static final long BYTES_A_BYTE = 3;

    /** An object's header, a reference to it, and the same for what the task gets. */
    private static final long BYTES_A_VALUE = 48;

    private static final long MB = 1L << 20;

    private final long heapBytes;
    private final String what;
    private long values;
    private long jsonBytes;

    /**
     * For one list.
     *
     * @param heapBytes how large the heap can become
     * @param what the list is, as the subject of a sentence
     */
    HeapBudget(long heapBytes, String what) {
        this.heapBytes = heapBytes;
        this.what = what;
    }

    /**
     * Counts a result that is to be read.
     *
     * @throws UnreadableInput when those counted so far cannot fit
     */
    void count(StoredResult result) {
        values++;
        jsonBytes += size(result);
        long needed = BYTES_A_BYTE * jsonBytes + BYTES_A_VALUE * values;
        if (needed > heapBytes) {
            throw new UnreadableInput(String.format(
                    Locale.ROOT,
                    "%s cannot be a list in memory: the first %,d values have %,d MB of JSON and need about %,d MB, but the function's"
                            + " heap has %,d MB. Take Results<R> instead of List<R>, which is read as it is needed (`collect()` instead"
                            + " of `toList()`), or give the task more memory.",
                    what,
                    values,
                    jsonBytes / MB,
                    (needed + MB - 1) / MB,
                    heapBytes / MB));
        }
    }

    private static long size(StoredResult result) {
        if (result instanceof StoredResult.Inline inline) {
            return inline.json().length();
        }
        return result instanceof StoredResult.Part part ? part.size() : ((StoredResult.InStore) result).size();
    }
}
