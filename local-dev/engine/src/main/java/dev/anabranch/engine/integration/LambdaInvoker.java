package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/** Invokes Lambda functions. */
@FunctionalInterface
public interface LambdaInvoker {

    /**
     * Starts one synchronous invocation. Must not block.
     *
     * @param function name, partial ARN or ARN, with or without a version
     * @param payload UTF-8 JSON
     * @return the response; completes exceptionally with a {@link LambdaException} if the service rejects the call, or
     *     the sandbox ends before the function returns
     */
    CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context);

    /** The response of an invocation. */
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
         * Returns the response for a successful function.
         *
         * @param executedVersion for example {@code $LATEST}
         * @param payload UTF-8 JSON; not copied
         */
        public static Answer result(String executedVersion, byte[] payload) {
            return new Answer(executedVersion, payload, false);
        }

        /**
         * Returns the response for a failed function.
         *
         * @param payload UTF-8 JSON with {@code errorType}, {@code errorMessage} and optional members; not copied
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

        /** Returns true if the function failed. */
        public boolean isError() {
            return failed;
        }
    }

    /** The Lambda service failed, not the function. */
    final class LambdaException extends RuntimeException {

        private final String error;

        /**
         * @param error {@code Lambda.} and the exception of the service, or {@code Sandbox.Timedout}
         * @param message the message
         */
        public LambdaException(String error, String message) {
            super(message);
            this.error = error;
        }

        /** Returns the failure for exceeding the concurrency of the account or the function. */
        public static LambdaException throttled() {
            return new LambdaException(
                    "Lambda.TooManyRequestsException", "Rate Exceeded." + service(429, "TooManyRequestsException"));
        }

        /**
         * Returns the failure for a missing function.
         *
         * @param qualifiedArn the ARN of the function with its version
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

        /** Returns the failure for a function that exceeded its timeout. */
        public static LambdaException timedOut(String text) {
            return new LambdaException("Sandbox.Timedout", text);
        }

        /** Returns the failure for a sandbox that ended without a response: out of memory, exit or crash. */
        public static LambdaException crashed(String text) {
            return new LambdaException("Lambda.Unknown", text);
        }

        /** Returns the error name that Retriers and Catchers match. */
        public String error() {
            return error;
        }

        /** Returns the failure as the JSON cause of the failed task. */
        JsonNode document() {
            return JsonBytes.object().put("errorMessage", getMessage()).put("errorType", error);
        }
    }
}
