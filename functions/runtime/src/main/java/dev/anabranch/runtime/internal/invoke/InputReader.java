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

/** Makes the input of a task from what it was sent. Large documents are read as they arrive, without a tree in between. */
public final class InputReader {

    private final ActionHost host;
    private final TypedTask task;
    private final WireReader wires;

    public InputReader(ActionHost host, TypedTask task) {
        this.host = host;
        this.task = task;
        this.wires = new WireReader(host.actions(), host.payloads(), host.executor(), host.heapBytes());
    }

    /** The input; {@link UnreadableInput} when it cannot be what the task takes. */
    @Nullable
    Object read(Invocation action) {
        try {
            return decoded(action.run().id(), action.input());
        } catch (JsonProcessingException e) {
            throw new UnreadableInput("the input does not fit: " + JsonMismatch.describe(e), ownCause(e));
        } catch (IOException e) {
            throw new StoreException("The input could not be read to its end.", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(action);
        }
    }

    /** The input as a tree, whatever the task would have read lazily. */
    public JsonNode whole(Invocation action) {
        try {
            return wires.whole(action.run().id(), action.input());
        } catch (OutOfMemoryError e) {
            throw tooLarge(action);
        }
    }

    /** What was read of it is garbage by now, so there is memory to say so; another attempt would end the same way. */
    private UnreadableInput tooLarge(Invocation action) {
        long bytes = bytes(action);
        String size = bytes == 0 ? "" : String.format(Locale.ROOT, ", which has %,.1f MB of JSON,", bytes / 1e6);
        return new UnreadableInput(
                "the input" + size + " does not fit into memory. Give the task more memory (the JVM a"
                        + " larger heap, where you run it yourself), or hand over less: Results<R> instead of List<R>, a file"
                        + " (Blob) instead of a large value.");
    }

    /** Of an input that is one document; 0 for any other. */
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

    /** What the user's own code said while the input was made, for the log; what the library said quotes the payload. */
    private static @Nullable Throwable ownCause(JsonProcessingException problem) {
        Throwable cause = problem.getCause();
        return cause instanceof JsonProcessingException ? null : cause;
    }
}
