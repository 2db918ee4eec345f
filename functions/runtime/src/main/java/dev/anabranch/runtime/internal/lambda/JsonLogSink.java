package dev.anabranch.runtime.internal.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.invoke.LogSink;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;

/** Logs each line as one JSON object, which CloudWatch Logs can search by field. */
public final class JsonLogSink implements LogSink {

    /**
     * The maximum length of a stack trace. A log event is limited to 256 KB, and the trace of a deep recursion is much
     * longer.
     */
    private static final int STACK_CHARACTERS = 32_768;

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
        json.put("attempt", line.attempt());
        json.put("message", line.message());
        Throwable thrown = line.thrown();
        if (thrown != null) {
            json.put("error", thrown.getClass().getName());
            json.put("stack", stack(thrown));
        }
        out.println(json);
    }

    /** Returns the stack trace, truncated to its beginning if it is very long. */
    public static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (Throwable hostile) { // its methods may be overridden by a task's exception
            text.append("\n\t... printStackTrace() threw ")
                    .append(hostile.getClass().getName());
        }
        return text.getBuffer().length() <= STACK_CHARACTERS
                ? text.toString()
                : text.getBuffer().substring(0, STACK_CHARACTERS) + "\n\t...";
    }
}
