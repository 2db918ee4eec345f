package dev.anabranch.engine.internal.port;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.internal.query.QueryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a state.
 *
 * @param error the error name, or null for a Fail state without one
 * @param cause the explanation of the error, or null
 * @param fatal true if the whole execution fails and no Retrier or Catcher applies
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
 */
public record StateFailure(@Nullable String error, @Nullable String cause, boolean fatal) {

    public static final String TIMEOUT = "States.Timeout";
    public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    static final String DATA_LIMIT = "States.DataLimitExceeded";

    public static StateFailure of(@Nullable String error, @Nullable String cause) {
        return new StateFailure(error, cause, QueryException.RUNTIME.equals(error));
    }

    /** Returns a {@code States.Runtime} failure, which no Retrier or Catcher matches. */
    public static StateFailure runtime(String cause) {
        return of(QueryException.RUNTIME, cause);
    }

    /**
     * Returns the failure for a task result that is too large. Measured on AWS: a Catcher for {@code States.ALL}
     * matches it.
     */
    public static StateFailure resultTooLarge(String producer) {
        return of(DATA_LIMIT, tooLarge(producer));
    }

    /** Returns the failure for a state output that is too large. No Catcher matches it. */
    public static StateFailure outputTooLarge(String state) {
        return new StateFailure(DATA_LIMIT, tooLarge(state), true);
    }

    private static String tooLarge(String producer) {
        return "The state/task '" + producer
                + "' returned a result with a size exceeding the maximum number of bytes service limit.";
    }

    /** Returns true if one of the error names matches this failure. */
    public boolean matches(List<String> errorEquals) {
        return !fatal && errorEquals.stream().anyMatch(this::matches);
    }

    private boolean matches(String name) {
        return switch (name) {
            case "States.ALL" -> true;
            case "States.TaskFailed" -> error != null && !error.equals(TIMEOUT);
            case TIMEOUT -> TIMEOUT.equals(error) || HEARTBEAT_TIMEOUT.equals(error);
            default -> name.equals(error);
        };
    }

    /** Returns the error output that a Catcher passes to its next state. */
    public ObjectNode output() {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        if (error != null) {
            output.put("Error", error);
        }
        return output.put("Cause", cause == null ? "" : cause);
    }
}
