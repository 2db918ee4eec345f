package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.integration.ObjectStore;
import dev.anabranch.engine.internal.definition.MapFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads items from the data files of a manifest: an S3 inventory, or the list of URIs that Athena writes. */
final class ManifestItems {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String URI_SCHEME = "s3://";

    private final ObjectStore objects;
    private final MapFields.Reader reader;
    private final String bucket;
    private final long most;

    ManifestItems(ObjectStore objects, MapFields.Reader reader, String bucket, long most) {
        this.objects = objects;
        this.reader = reader;
        this.bucket = bucket;
        this.most = most;
    }

    List<JsonNode> read(String key) throws IOException {
        return "ATHENA_DATA".equals(reader.manifestType()) ? athena(key) : inventory(key);
    }

    private List<JsonNode> inventory(String key) throws IOException {
        JsonNode manifest;
        try (InputStream in = objects.get(bucket, key, null)) {
            manifest = MAPPER.readTree(in);
        }
        if (!manifest.path("fileFormat").asText().equals("CSV")) {
            throw ItemReader.failed(
                    "Only CSV inventories can be read. The file format is: " + manifest.path("fileFormat"));
        }
        List<String> headers = Arrays.stream(
                        manifest.path("fileSchema").asText().split(",", -1))
                .map(String::strip)
                .toList();
        CsvItems csv = new CsvItems(',', headers);
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode file : manifest.path("files")) {
            String data = file.path("key").asText();
            try (InputStream raw = objects.get(bucket, data, null);
                    InputStream in = data.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
                items.addAll(csv.read(in, most - items.size()));
            }
        }
        return items;
    }

    private List<JsonNode> athena(String key) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        try (BufferedReader uris =
                new BufferedReader(new InputStreamReader(objects.get(bucket, key, null), StandardCharsets.UTF_8))) {
            for (String uri = uris.readLine(); uri != null && items.size() < most; uri = uris.readLine()) {
                if (!uri.isBlank()) {
                    items.addAll(file(uri.strip()));
                }
            }
        }
        return items;
    }

    private List<JsonNode> file(String uri) throws IOException {
        int slash = uri.indexOf('/', URI_SCHEME.length());
        if (!uri.startsWith(URI_SCHEME) || slash < 0) {
            throw ItemReader.failed("A line of the manifest is not an S3 URI: " + uri);
        }
        String data = uri.substring(slash + 1);
        try (InputStream raw = objects.get(uri.substring(URI_SCHEME.length(), slash), data, null);
                InputStream in = data.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return "CSV".equals(reader.inputType()) ? CsvItems.of(reader).read(in, most) : JsonItems.lines(in, most);
        }
    }
}
