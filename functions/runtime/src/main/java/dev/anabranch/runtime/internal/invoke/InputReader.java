package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the input of a task from its wire form. Large documents are parsed as a stream, without a tree in memory. */
public final class InputReader {

    private final ActionHost host;
    private final TypedTask task;
    private final WireReader wires;

    public InputReader(ActionHost host, TypedTask task) {
        this.host = host;
        this.task = task;
        this.wires = new WireReader(host.actions(), host.payloads(), host.executor(), host.heapBytes());
    }

    /** Returns the input; throws {@link UnreadableInput} if it does not match the task's input type. */
    @Nullable
    Object read(Invocation action) {
        try {
            return decoded(action.run().id(), action.input());
        } catch (JsonProcessingException e) {
            throw new UnreadableInput("the input does not match its type: " + JsonMismatch.describe(e), ownCause(e));
        } catch (IOException e) {
            throw new StoreException("The input could not be read completely.", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(action);
        }
    }

    /** Returns the input as a complete tree. */
    public JsonNode whole(Invocation action) {
        try {
            return wires.whole(action.run().id(), action.input());
        } catch (OutOfMemoryError e) {
            throw tooLarge(action);
        }
    }

    /**
     * Creates the error for an input that does not fit into memory. What was read is garbage by now, so there is memory
     * for it. A retry would fail in the same way.
     */
    private UnreadableInput tooLarge(Invocation action) {
        long bytes = bytes(action);
        String size = bytes == 0 ? "" : String.format(Locale.ROOT, ", which has %,.1f MB of JSON,", bytes / 1e6);
        return new UnreadableInput(
                "the input" + size + " does not fit into memory. Give the task more memory (the JVM a"
                        + " larger heap, if you run it yourself), or pass less data: Results<R> instead of List<R>, or a file"
                        + " (Blob) instead of a large value.");
    }

    /** Returns the size of an input that is one document; 0 for other inputs. */
    private long bytes(Invocation action) {
        if (action.input() instanceof Wire.Ref ref) {
            return ref.size();
        }
        return action.input() instanceof Wire.Recorded recorded
                        && wires.recorded(action.run().id(), recorded) instanceof StoredResult.InStore stored
                ? stored.size()
                : 0;
    }

    private @Nullable Object decoded(String runId, Wire wire) throws IOException {
        if (task.takesJson()) {
            return task.read(wires.whole(runId, wire));
        }
        if (wire instanceof Wire.Ref ref) {
            return document(host.payloads().open(ref.key()));
        }
        if (wire instanceof Wire.Recorded recorded) {
            StoredResult stored = wires.recorded(runId, recorded);
            return stored instanceof StoredResult.Inline inline
                    ? task.reader().readValue(inline.json())
                    : document(host.payloads().open(stored));
        }
        JsonNode tree = wires.lazily(runId, wire, task.input());
        return task.reader().readValue(task.reader().treeAsTokens(tree));
    }

    private @Nullable Object document(InputStream opened) throws IOException {
        try (opened) {
            return task.reader().readValue(opened);
        }
    }

    /**
     * Returns the exception of the user's code, for the log. Exceptions of Jackson are omitted, because they quote the
     * payload.
     */
    private static @Nullable Throwable ownCause(JsonProcessingException problem) {
        Throwable cause = problem.getCause();
        return cause instanceof JsonProcessingException ? null : cause;
    }
}
