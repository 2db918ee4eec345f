package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;

/** Writes each line as one JSON object, which CloudWatch Logs can search by field. */
public final class JsonLines implements LogSink {

    /** A log event is at most 256 KB; a stack of a deep recursion is far longer. */
    private static final int STACK_CHARACTERS = 32_768;

    private final PrintStream out;

    /** Lines go to {@code out}, each in one call. */
    public JsonLines(PrintStream out) {
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

    /** What was thrown, from where, and why; the beginning of it where it is very long. */
    public static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(text));
        } catch (Throwable hostile) { // its methods may be a task's own code
            text.append("\n\t... printStackTrace() threw ")
                    .append(hostile.getClass().getName());
        }
        return text.getBuffer().length() <= STACK_CHARACTERS
                ? text.toString()
                : text.getBuffer().substring(0, STACK_CHARACTERS) + "\n\t...";
    }
}
