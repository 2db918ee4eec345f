package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;

/**
 * Extracts the message from the cause of a platform error. The cause that Step Functions passes on is Lambda's
 * response, {@code {"errorMessage": .., "errorType": .., "stackTrace": ..}}, and may be truncated anywhere.
 */
public final class PlatformCause {

    private static final JsonFactory JSON = new JsonFactory();

    /** Prefixes of the error names of the platform and the runtime, which no task throws. */
    private static final List<String> PLATFORM =
            List.of("Anabranch.", "Lambda.", "Runtime.", "Sandbox.", "States.", "dev.anabranch.action.");

    private PlatformCause() {}

    /** Returns the message in the cause of a platform error; otherwise the cause itself. */
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
