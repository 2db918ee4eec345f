package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Pure functions that fail in first attempts, as their input requests. */
public final class UnsteadyTasks {

    /** The maximum number of failed attempts before one succeeds. */
    static final int FAILING_ATTEMPTS = 2;

    private static final int HOPELESS_ONE_IN = 6;

    private UnsteadyTasks() {}

    /** Returns its input in the first, second or third attempt. */
    public static final class Unsteady implements Task<JsonNode, JsonNode> {
        @Override
        public JsonNode run(JsonNode input, TaskContext context) {
            return atLast(input, context);
        }
    }

    /** Returns its input in the same way, but always fails for some inputs. */
    public static final class Moody implements Task<JsonNode, JsonNode> {
        @Override
        public JsonNode run(JsonNode input, TaskContext context) {
            long sum = GenericTasks.fingerprint(input);
            if (sum % HOPELESS_ONE_IN == 0) {
                throw new PermanentFailure("never for " + sum);
            }
            return atLast(input, context);
        }
    }

    /** Returns which items failed, but not the nested actions that failed first, because those depend on timing. */
    public static final class Tell implements Task<Results<Outcome<JsonNode>>, JsonNode> {
        @Override
        public JsonNode run(Results<Outcome<JsonNode>> outcomes, TaskContext context) {
            return TaskJson.tree(outcomes.stream().map(Tell::told).toList());
        }

        private static String told(Outcome<JsonNode> outcome) {
            return outcome.fold(
                    result -> String.valueOf(GenericTasks.fingerprint(result)),
                    failed -> failed.error().equals(PermanentFailure.class.getName())
                                    && failed.message().startsWith("never for")
                            ? "failed"
                            : failed.error() + ": " + Equivalence.withoutCounts(failed.message()));
        }
    }

    private static JsonNode atLast(JsonNode input, TaskContext context) {
        if (context.attempt() <= GenericTasks.fingerprint(input) % (FAILING_ATTEMPTS + 1)) {
            throw new IllegalStateException("attempt " + context.attempt());
        }
        return input;
    }
}
