package dev.anabranch.embedded.internal.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.stores.internal.storage.DataFolder;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requests to the run API of the process that holds a data folder, as files: the requester writes a request, and the
 * holder replaces it with the response. As {@link CancelRequests}, it needs no port; a requester needs write access to
 * the folder.
 */
public final class ApiMail {

    private static final String REQUEST = ".call";
    private static final String RESPONSE = ".reply";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16,64}\\" + REQUEST);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Path folder;

    /** @param data the data folder */
    public ApiMail(Path data) {
        this.folder = DataFolder.requests(data);
    }

    // ---------------------------------------------------------------------------------------- the requester

    /**
     * Sends a request and waits for the response for up to 30 seconds.
     *
     * @param request its id must be 16 to 64 hexadecimal digits that no other request has
     * @param pause blocks the calling thread for a duration
     * @throws IOException if the folder cannot be written, or the holder does not respond
     */
    public ApiResponse send(ApiRequest request, Consumer<Duration> pause) throws IOException {
        Path call = folder.resolve(request.id() + REQUEST);
        Path reply = folder.resolve(request.id() + RESPONSE);
        DataFolder.createFolder(folder);
        write(call, json(request));
        Duration step = CancelRequests.POLL_INTERVAL;
        for (Duration waited = Duration.ZERO; waited.compareTo(TIMEOUT) < 0; waited = waited.plus(step)) {
            if (Files.exists(reply)) {
                ApiResponse response = response(read(reply));
                Files.deleteIfExists(reply);
                return response;
            }
            pause.accept(step);
        }
        Files.deleteIfExists(call);
        throw new IOException(
                "The process that holds the data folder did not respond within " + TIMEOUT.toSeconds() + " seconds");
    }

    // ---------------------------------------------------------------------------------------- the holder

    /** Handles the requests since the last call, and writes the responses. */
    void answer(Function<ApiRequest, ApiResponse> api) {
        for (Path call : all()) {
            try {
                ApiRequest request = request(read(call));
                ApiResponse response = api.apply(request);
                Files.deleteIfExists(call);
                write(folder.resolve(request.id() + RESPONSE), json(response));
            } catch (IOException | RuntimeException e) {
                return; // The requester reports a timeout. Thrown on, it would stop the scheduled polling.
            }
        }
    }

    private List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            NAME.matcher(String.valueOf(file.getFileName())).matches())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    // ---------------------------------------------------------------------------------------- the files

    private static JsonNode read(Path file) throws IOException {
        return TaskJson.reader(JsonNode.class).readTree(Files.readAllBytes(file));
    }

    /** Writes a file atomically, because the other side polls for it. */
    private static void write(Path file, JsonNode json) throws IOException {
        Path begun = file.resolveSibling(file.getFileName() + ".tmp");
        DiskFile.createForOwner(begun);
        Files.writeString(begun, json.toString());
        try {
            Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static ObjectNode json(ApiRequest request) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", request.id())
                .put("method", request.method())
                .put("path", request.path())
                .put("query", request.query());
        ObjectNode headers = json.putObject("headers");
        request.headers().forEach(headers::put);
        return json.put("body", request.body());
    }

    private static ApiRequest request(JsonNode json) throws IOException {
        return new ApiRequest(
                json.path("id").asText(),
                json.path("method").asText(),
                "",
                json.path("path").asText(),
                json.path("query").asText(),
                headers(json),
                json.path("body").binaryValue());
    }

    private static ObjectNode json(ApiResponse response) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", response.status());
        ObjectNode headers = json.putObject("headers");
        response.headers().forEach(headers::put);
        return json.put("body", response.body());
    }

    private static ApiResponse response(JsonNode json) throws IOException {
        return new ApiResponse(
                json.path("status").asInt(), headers(json), json.path("body").binaryValue());
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }
}
