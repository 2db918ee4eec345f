package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/** Calls functions. */
@FunctionalInterface
public interface LambdaInvoker {

    /**
     * Starts one synchronous invocation. Must not block.
     *
     * @param function name, partial ARN or ARN, with or without version
     * @param payload UTF-8 JSON
     * @return the answer; completed with a {@link LambdaException} if the service refuses or the sandbox ends before the function
     *     can answer
     */
    CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context);

    /**
     * What came back.
     *
     * @param executedVersion for instance {@code $LATEST}
     * @param payload UTF-8 JSON: the function's result, or its error document
     * @param failed whether the function failed; the payload then has {@code errorType}, {@code errorMessage} and perhaps more
     */
    record Answer(String executedVersion, byte[] payload, boolean failed) {}

    /** The service's own failure. */
    final class LambdaException extends RuntimeException {

        private final String error;

        /**
         * @param error {@code Lambda.} and the service's exception, or {@code Sandbox.Timedout}
         * @param message what happened
         */
        public LambdaException(String error, String message) {
            super(message);
            this.error = error;
        }

        /** More calls at a time than the account or the function may have. */
        public static LambdaException throttled(String function) {
            return new LambdaException(
                    "Lambda.TooManyRequestsException",
                    "Rate Exceeded. (Service: Lambda, Status Code: 429, function " + function + ")");
        }

        /** There is no such function. */
        public static LambdaException notFound(String functionArn) {
            return new LambdaException(
                    "Lambda.ResourceNotFoundException",
                    "Function not found: " + functionArn + " (Service: Lambda, Status Code: 404)");
        }

        /** The function took longer than its own timeout. */
        public static LambdaException timedOut(String text) {
            return new LambdaException("Sandbox.Timedout", text);
        }

        /** The sandbox ended without an answer: out of memory, exit, crash. */
        public static LambdaException crashed(String text) {
            return new LambdaException("Lambda.Unknown", text);
        }

        /** The name that Retriers and Catchers see. */
        public String error() {
            return error;
        }

        /** What happened, as the failed task's cause. */
        JsonNode document() {
            return Json.object().put("errorMessage", getMessage()).put("errorType", error);
        }
    }
}
