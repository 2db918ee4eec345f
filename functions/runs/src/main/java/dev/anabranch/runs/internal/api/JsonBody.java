package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the JSON of a request's body (RFC 8259). The rules ensure that all programs read the same value: UTF-8, no
 * duplicate field, nothing after the value, and no number or text that a common parser cannot represent.
 */
final class JsonBody {

    private static final int DEEPEST = 200;
    private static final int LONGEST_NUMBER = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private static final ObjectReader READER = TaskJson.reader(JsonNode.class);

    private JsonBody() {}

    /** Returns the value in the body; empty if the body is empty. */
    static Optional<JsonNode> read(ApiRequest request) {
        if (request.body().length > RunApi.LARGEST_BODY) {
            throw ProblemException.of(
                    Kind.TOO_LARGE,
                    "The body has more than the allowed " + RunApi.LARGEST_BODY
                            + " bytes. Store large data where the tasks can read it, and pass its address to the run.");
        }
        if (request.body().length == 0) {
            return Optional.empty();
        }
        checkMediaType(request);
        String text = PercentText.utf8(request.body())
                .orElseThrow(() -> ProblemException.of(
                        Kind.BAD_REQUEST,
                        FieldError.body("", "is not UTF-8", "JSON in UTF-8", "Encode the body as UTF-8.")));
        return Optional.of(read(text));
    }

    /** Reads JSON text. */
    static JsonNode read(String text) {
        JsonNode json = parse(text);
        List<FieldError> errors = new ArrayList<>();
        checkValues(json, "", errors);
        if (!errors.isEmpty()) {
            throw ProblemException.of(Kind.INVALID, errors);
        }
        return json;
    }

    private static void checkMediaType(ApiRequest request) {
        String encoding = request.header("content-encoding").orElse("identity");
        if (!encoding.strip().equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    Problem.of(Kind.UNSUPPORTED_MEDIA_TYPE, "The body is compressed. Send it uncompressed."),
                    Map.of("Accept-Encoding", "identity"));
        }
        String[] parts = request.header("content-type").orElse("").split(";", -1);
        boolean isJson = parts[0].strip().equalsIgnoreCase(ApiResponse.JSON);
        for (int i = 1; i < parts.length && isJson; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
            isJson = !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        if (!isJson) {
            throw new ProblemException(
                    Problem.of(
                            Kind.UNSUPPORTED_MEDIA_TYPE,
                            FieldError.header(
                                    "Content-Type",
                                    "is not the type of JSON",
                                    "`" + ApiResponse.JSON + "`",
                                    "Send `Content-Type: " + ApiResponse.JSON + "`.")),
                    Map.of("Accept-Post", ApiResponse.JSON));
        }
    }

    private static JsonNode parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonNode json = read(parser);
            if (json == null || json.isMissingNode()) {
                throw ProblemException.of(
                        Kind.BAD_REQUEST, FieldError.body("", "is empty", "a JSON object", "Send a JSON object."));
            }
            return json;
        } catch (StreamConstraintsException e) {
            throw ProblemException.of(
                    Kind.BAD_REQUEST,
                    FieldError.body(
                            "",
                            "is nested too deeply, or has a number that is too long",
                            "JSON of at most " + DEEPEST + " levels, with numbers of at most " + LONGEST_NUMBER
                                    + " characters",
                            "Flatten the structure, or write the number as text."));
        } catch (JsonProcessingException e) {
            throw ProblemException.of(Kind.BAD_REQUEST, notJson(e));
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory could not be read.", e);
        }
    }

    private static JsonNode read(JsonParser parser) throws IOException {
        try {
            return READER.readValue(parser);
        } catch (NumberFormatException e) { // Jackson does not wrap it if the exponent has ten digits or more.
            throw ProblemException.of(
                    Kind.INVALID,
                    tooLarge(parser.getParsingContext().pathAsPointer().toString()));
        }
    }

    private static FieldError tooLarge(String pointer) {
        return FieldError.body(
                pointer,
                "is a number that is too large",
                "a number between -1.8e308 and 1.8e308",
                "Write a smaller number, or text.");
    }

    private static FieldError notJson(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        if (message.startsWith("Duplicate field")) {
            return FieldError.body(
                    "", "has a duplicate field" + where, "JSON with unique fields", "Remove one of the two.");
        }
        if (message.startsWith("Trailing token")) {
            return FieldError.body("", "has content after its end" + where, "one JSON value", "Remove that content.");
        }
        return FieldError.body("", "is not JSON" + where, "JSON", "Correct it there or just before.");
    }

    /**
     * Rejects values that many programs change: numbers beyond a double become infinite, unpaired surrogates become
     * question marks.
     */
    private static void checkValues(JsonNode json, String pointer, List<FieldError> errors) {
        if (json.isObject()) {
            json.properties().forEach(field -> {
                String at = pointer + "/" + escaped(field.getKey());
                if (isTorn(field.getKey())) {
                    errors.add(torn(pointer));
                } else {
                    checkValues(field.getValue(), at, errors);
                }
            });
        } else if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                checkValues(json.get(i), pointer + "/" + i, errors);
            }
        } else if (json.isNumber() && Double.isInfinite(json.doubleValue())) {
            errors.add(tooLarge(pointer));
        } else if (json.isTextual() && isTorn(json.textValue())) {
            errors.add(torn(pointer));
        }
    }

    private static FieldError torn(String pointer) {
        return FieldError.body(
                pointer,
                "has an unpaired surrogate",
                "Unicode text",
                "Write both surrogates of the character, or remove it.");
    }

    private static boolean isTorn(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (Character.isHighSurrogate(one)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(one)) {
                return true;
            }
        }
        return false;
    }

    /** Escapes a name for a JSON Pointer (RFC 6901). */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
