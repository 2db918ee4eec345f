package dev.anabranch.engine.internal.definition;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Resource} of a Task state.
 *
 * @param arn the whole text
 * @param kind a function ARN or an integration
 * @param service for example {@code lambda}, {@code states}, {@code aws-sdk:s3}
 * @param action for example {@code invoke}, without the suffix of the pattern
 * @param pattern how long the state waits
 */
public record Resource(String arn, Kind kind, String service, String action, CallPattern pattern) {

    /** The type of resource that the ARN names. */
    public enum Kind {
        /** A function ARN. The input is the payload, and the response is the result. */
        FUNCTION,
        /** A service integration: {@code arn:aws:states:::service:action}. */
        INTEGRATION
    }

    /**
     * The service integration pattern: how long the state waits.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html">Service integration
     *     patterns</a>
     */
    public enum CallPattern {
        /** Waits for the response of the service. */
        REQUEST_RESPONSE(""),
        /** Waits for the end of the started job. */
        SYNC(".sync"),
        /** Like {@link #SYNC}, with the output of the job as JSON instead of text. */
        SYNC_2(".sync:2"),
        /** Waits for a callback with the task token. */
        WAIT_FOR_TASK_TOKEN(".waitForTaskToken");

        private final String suffix;

        CallPattern(String suffix) {
            this.suffix = suffix;
        }

        /** Returns the suffix of the ARN for this pattern. */
        public String suffix() {
            return suffix;
        }
    }

    private static final Pattern FUNCTION_ARN =
            Pattern.compile("arn:[a-z-]+:lambda:[a-z0-9-]*:[0-9]*:function:[A-Za-z0-9_$:.-]+");
    private static final Pattern INTEGRATION_ARN = Pattern.compile(
            "arn:[a-z-]+:states:[a-z0-9-]*:[0-9]*:((?:aws-sdk:)?[A-Za-z0-9-]+):([A-Za-z0-9]+)(\\.sync|\\.sync:2|\\.waitForTaskToken)?");

    /**
     * The optimized integrations with all their actions and patterns. For a service that is not listed, every action
     * and pattern is accepted.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html">Optimized
     *     integrations</a>
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

    /** Parses an ARN. Returns null if a Task state cannot call it. */
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

    /** Returns false if the service is listed and AWS does not offer the action or pattern. */
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

    /** Returns service and action, for example {@code lambda:invoke}. */
    public String integration() {
        return service + ":" + action;
    }

    /**
     * Returns the name under which the integration is registered: {@link #integration} and the suffix of a
     * {@code .sync} pattern.
     */
    public String registeredName() {
        return integration() + (pattern == CallPattern.WAIT_FOR_TASK_TOKEN ? "" : pattern.suffix());
    }
}
