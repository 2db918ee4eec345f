package dev.anabranch.runtime.internal.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.invoke.LogSink;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Logs each line as one JSON object, which CloudWatch Logs can search by field. */
public final class JsonLogSink implements LogSink {

    private final PrintStream out;

    /** Creates a sink that prints each line in one call. */
    public JsonLogSink(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(LogLine line) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("time", line.time().toString());
        json.put("level", line.level().name());
        json.put("run", line.runId());
        json.put("workflow", line.workflow());
        json.put("node", line.node());
        json.put("path", line.path().stream().map(String::valueOf).collect(Collectors.joining(".")));
        if (!line.label().isEmpty()) {
            json.put("label", line.label());
        }
        json.put("attempt", line.attempt());
        json.put("message", line.message());
        if (line.error() != null) {
            json.put("error", line.error());
        }
        if (line.stack() != null) {
            json.put("stack", line.stack());
        }
        out.println(json);
    }
}
