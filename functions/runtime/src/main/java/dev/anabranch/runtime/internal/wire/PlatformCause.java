package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/**
 * What the platform says of an action that died without a word. The cause that Step Functions hands on is what Lambda answered,
 * {@code {"errorMessage": .., "errorType": .., "stackTrace": ..}}; it may have been cut anywhere.
 */
public final class PlatformCause {

    private static final JsonFactory JSON = new JsonFactory();

    /** What names of errors begin with that no task has thrown: the platform's and the runtime's. */
    private static final List<String> PLATFORM =
            List.of("Anabranch.", "Lambda.", "Runtime.", "Sandbox.", "States.", "dev.anabranch.action.");

    private PlatformCause() {}

    /** The sentence in a cause, where the error is the platform's and there is one; else the cause as it is. */
    public static String sentence(String error, String cause) {
        if (!cause.startsWith("{") || PLATFORM.stream().noneMatch(error::startsWith)) {
            return cause;
        }
        try (JsonParser parser = JSON.createParser(cause)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean sought = parser.currentName().equals("errorMessage");
                if (parser.nextToken() == JsonToken.VALUE_STRING && sought) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return cause;
        } catch (IOException cut) {
            return cause;
        }
    }
}
