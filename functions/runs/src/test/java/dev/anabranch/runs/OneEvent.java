package dev.anabranch.runs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates the function of the run API as Lambda does, and passes recorded events to it. Prints each answer as one line.
 */
public final class OneEvent {

    private OneEvent() {}

    @SuppressWarnings("NullAway") // It does not look at its context.
    public static void main(String[] events) throws IOException {
        RunApiFunction function = new RunApiFunction();
        for (String event : events) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try (@Nullable InputStream recorded = OneEvent.class.getResourceAsStream(event)) {
                function.handleRequest(Objects.requireNonNull(recorded, event), answer, null);
            }
            System.out.println("\n" + event + " " + answer.toString(StandardCharsets.UTF_8));
        }
    }
}
