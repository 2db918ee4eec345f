package dev.anabranch.engine.internal.definition;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Task state does, as its {@code Resource} says it.
 *
 * @param arn the whole text
 * @param kind a function's own ARN, or an integration
 * @param service for instance {@code lambda}, {@code states}, {@code aws-sdk:s3}
 * @param action for instance {@code invoke}, without the ending that names the pattern
 * @param pattern whether the state waits for more than the answer
 */
public record Resource(String arn, Kind kind, String service, String action, CallPattern pattern) {

    /** What the ARN names. */
    public enum Kind {
        /** The ARN of a function: its input is the payload and its answer is the result. */
        FUNCTION,
        /** A service integration: {@code arn:aws:states:::service:action}. */
        INTEGRATION
    }

    /**
     * How long the state waits.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html">Service integration
     *     patterns</a>
     */
    public enum CallPattern {
        /** Until the service answers. */
        REQUEST_RESPONSE(""),
        /** Until the job that was started ends. */
        SYNC(".sync"),
        /** The same, with the job's output as JSON instead of text. */
        SYNC_2(".sync:2"),
        /** Until somebody gives the task token back. */
        WAIT_FOR_TASK_TOKEN(".waitForTaskToken");

        private final String suffix;

        CallPattern(String suffix) {
            this.suffix = suffix;
        }

        /** The ending of the ARN that asks for it. */
        public String suffix() {
            return suffix;
        }
    }

    private static final Pattern FUNCTION_ARN =
            Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]*:[0-9]*:function:[A-Za-z0-9_$:.-]+");
    private static final Pattern INTEGRATION_ARN = Pattern.compile(
            "arn:[a-z-]+:states:[a-z0-9-]*:[0-9]*:((?:aws-sdk:)?[A-Za-z0-9-]+):([A-Za-z0-9]+)(\\.sync|\\.sync:2|\\.waitForTaskToken)?");

    /**
     * Optimized integrations of which all actions and patterns are listed. A service that is missing here may have any.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html">Optimized integrations</a>
     */
    private static final Map<String, Optimized> OPTIMIZED = Map.ofEntries(
            entry("apigateway", Set.of(CallPattern.WAIT_FOR_TASK_TOKEN), "invoke"),
            entry("batch", Set.of(CallPattern.SYNC), "submitJob"),
            entry("databrew", Set.of(CallPattern.SYNC), "startJobRun"),
            entry("dynamodb", Set.of(), "getItem", "putItem", "updateItem", "deleteItem"),
            entry("ecs", Set.of(CallPattern.SYNC, CallPattern.WAIT_FOR_TASK_TOKEN), "runTask"),
            entry("events", Set.of(CallPattern.WAIT_FOR_TASK_TOKEN), "putEvents"),
            entry("glue", Set.of(CallPattern.SYNC), "startJobRun"),
            entry("http", Set.of(), "invoke"),
            entry("lambda", Set.of(CallPattern.WAIT_FOR_TASK_TOKEN), "invoke"),
            entry("mediaconvert", Set.of(CallPattern.SYNC), "createJob"),
            entry("sns", Set.of(CallPattern.WAIT_FOR_TASK_TOKEN), "publish"),
            entry("sqs", Set.of(CallPattern.WAIT_FOR_TASK_TOKEN), "sendMessage"),
            entry(
                    "states",
                    Set.of(CallPattern.SYNC, CallPattern.SYNC_2, CallPattern.WAIT_FOR_TASK_TOKEN),
                    "startExecution"));

    private static final String SDK = "aws-sdk:";

    /** @param patterns the patterns other than request-response */
    private record Optimized(Set<CallPattern> patterns, Set<String> actions) {}

    private static Map.Entry<String, Optimized> entry(String service, Set<CallPattern> patterns, String... actions) {
        return Map.entry(service, new Optimized(patterns, Set.of(actions)));
    }

    /** Reads the ARN, or answers null if it is not of a kind that can be called. */
    static @Nullable Resource parse(String arn) {
        if (FUNCTION_ARN.matcher(arn).matches()) {
            return new Resource(arn, Kind.FUNCTION, "lambda", "invoke", CallPattern.REQUEST_RESPONSE);
        }
        Matcher integration = INTEGRATION_ARN.matcher(arn);
        if (!integration.matches()) {
            return null;
        }
        String suffix = integration.group(3) == null ? "" : integration.group(3);
        for (CallPattern pattern : CallPattern.values()) {
            if (pattern.suffix().equals(suffix)) {
                return new Resource(arn, Kind.INTEGRATION, integration.group(1), integration.group(2), pattern);
            }
        }
        return null;
    }

    /** Whether AWS has the integration, as far as its actions and patterns are known here. */
    boolean isRecognized() {
        if (kind == Kind.FUNCTION) {
            return true;
        }
        if (service.startsWith(SDK)) {
            return pattern != CallPattern.SYNC && pattern != CallPattern.SYNC_2;
        }
        Optimized optimized = OPTIMIZED.get(service);
        return optimized == null
                || (optimized.actions().contains(action)
                        && (pattern == CallPattern.REQUEST_RESPONSE
                                || optimized.patterns().contains(pattern)));
    }

    /** Service and action: {@code lambda:invoke}. */
    public String integration() {
        return service + ":" + action;
    }

    /** The name under which the handler is registered: with the pattern, where that makes another handler of it. */
    public String registeredName() {
        return integration() + (pattern == CallPattern.WAIT_FOR_TASK_TOKEN ? "" : pattern.suffix());
    }
}
