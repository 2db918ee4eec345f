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

    /** What came back. */
    final class Answer {

        private final String executedVersion;
        private final byte[] payload;
        private final boolean failed;

        private Answer(String executedVersion, byte[] payload, boolean failed) {
            this.executedVersion = executedVersion;
            this.payload = payload;
            this.failed = failed;
        }

        /**
         * A function's result.
         *
         * @param executedVersion for instance {@code $LATEST}
         * @param payload UTF-8 JSON; not copied
         */
        public static Answer result(String executedVersion, byte[] payload) {
            return new Answer(executedVersion, payload, false);
        }

        /**
         * A function's failure.
         *
         * @param payload UTF-8 JSON with {@code errorType}, {@code errorMessage} and perhaps more; not copied
         */
        public static Answer functionError(String executedVersion, byte[] payload) {
            return new Answer(executedVersion, payload, true);
        }

        String executedVersion() {
            return executedVersion;
        }

        byte[] payload() {
            return payload;
        }

        /** True for a function's failure. */
        public boolean isError() {
            return failed;
        }
    }

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
        public static LambdaException throttled() {
            return new LambdaException(
                    "Lambda.TooManyRequestsException", "Rate Exceeded." + service(429, "TooManyRequestsException"));
        }

        /**
         * There is no such function.
         *
         * @param qualifiedArn the function's ARN with its version
         */
        public static LambdaException notFound(String qualifiedArn) {
            return new LambdaException(
                    "Lambda.ResourceNotFoundException",
                    "Function not found: " + qualifiedArn + service(404, "ResourceNotFoundException"));
        }

        private static String service(int status, String code) {
            return " (Service: AWSLambda; Status Code: " + status + "; Error Code: " + code
                    + "; Request ID: 00000000-0000-4000-8000-000000000000; Proxy: null)";
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
            return JsonBytes.object().put("errorMessage", getMessage()).put("errorType", error);
        }
    }
}
