package dev.anabranch.runtime.internal.fanin;

import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.util.Locale;

/** Refuses a list that does not fit into the heap. It uses the sizes in the records, before the results are read. */
final class HeapBudget {

    /**
     * The memory in bytes that a value needs for each byte of its JSON: its tree, which is smallest if the JSON is
     * mostly text (2 bytes for each character outside Latin-1), and the object that the task receives.
     */
    private static final long BYTES_PER_JSON_BYTE = 3;

    /** The memory for the headers of, and the references to, a tree node and the object that the task receives. */
    private static final long BYTES_PER_VALUE = 48;

    private static final long MB = 1L << 20;

    private final long heapBytes;
    private final String what;
    private long values;
    private long jsonBytes;

    /**
     * Creates a budget for one list.
     *
     * @param heapBytes the maximum heap in bytes
     * @param what describes the list, as the subject of a sentence
     */
    HeapBudget(long heapBytes, String what) {
        this.heapBytes = heapBytes;
        this.what = what;
    }

    /**
     * Adds a result that is to be read.
     *
     * @throws UnreadableInput if the results so far do not fit
     */
    void count(StoredResult result) {
        values++;
        jsonBytes += size(result);
        long needed = BYTES_PER_JSON_BYTE * jsonBytes + BYTES_PER_VALUE * values;
        if (needed > heapBytes) {
            throw new UnreadableInput(String.format(
                    Locale.ROOT,
                    "%s does not fit into memory: the first %,d values have %,d MB of JSON and need"
                            + " about %,d MB, but the function's"
                            + " heap has %,d MB. Take Results<R> instead of List<R>, which is read lazily (`collect()` instead"
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
