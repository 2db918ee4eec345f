package dev.anabranch.runs.internal.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runtime.internal.invoke.StackText;
import java.io.PrintStream;

/** Logs each internal error of the run API as one JSON object, which CloudWatch Logs can search by field. */
final class JsonFailureLog implements RunApi.FailureLog {

    private final PrintStream out;

    JsonFailureLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void failed(String requestId, Throwable thrown) {
        out.println(JsonNodeFactory.instance
                .objectNode()
                .put("level", "ERROR")
                .put("requestId", requestId)
                .put("error", thrown.getClass().getName())
                .put("message", String.valueOf(thrown.getMessage()))
                .put("stack", StackText.of(thrown)));
    }
}
