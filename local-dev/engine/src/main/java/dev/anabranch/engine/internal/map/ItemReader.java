package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.ObjectStore;
import dev.anabranch.engine.internal.definition.MapFields;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a Distributed Map from the object store. Methods block.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html">ItemReader</a>
 */
public final class ItemReader {

    /** The error name for all failures of the reader. */
    public static final String FAILED = "States.ItemReaderFailed";

    /** The maximum number of items of a Map Run. */
    static final long MOST_ITEMS = 100_000_000;

    private final ObjectStore objects;
    private final MapFields.Reader reader;
    private final String bucket;
    private final JsonNode arguments;
    private final long mostItems;
    private boolean entries;

    /**
     * @param arguments {@code Bucket} and {@code Key} or {@code Prefix}, evaluated
     * @param maxItems the maximum number of items; 0 or null for all
     */
    public ItemReader(ObjectStore objects, MapFields.Reader reader, JsonNode arguments, @Nullable Long maxItems) {
        if (maxItems != null && maxItems < 0) {
            throw failed("field MaxItems must be positive");
        }
        this.objects = objects;
        this.reader = reader;
        this.arguments = arguments;
        this.bucket = required("Bucket");
        this.mostItems = maxItems == null || maxItems == 0 ? MOST_ITEMS : Math.min(maxItems, MOST_ITEMS);
    }

    /** Returns the source of the items for {@code Map.Item.Source}. */
    public String source() {
        return lists()
                ? "S3://" + bucket
                : "S3://" + bucket + "/" + arguments.path("Key").asText();
    }

    /**
     * Reads the items.
     *
     * @throws IntegrationFailure {@link #FAILED} if they cannot be read
     */
    public List<JsonNode> read() {
        try {
            if (lists()) {
                return listed();
            }
            String key = required("Key");
            if ("MANIFEST".equals(reader.inputType()) || "S3_INVENTORY".equals(reader.manifestType())) {
                return new ManifestItems(objects, reader, bucket, mostItems).read(key);
            }
            return parsed(bucket, key, text("VersionId"), mostItems);
        } catch (JsonProcessingException malformed) {
            throw failed("The items are not JSON: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw failed("The items could not be read: " + unreadable.getMessage());
        }
    }

    private List<JsonNode> listed() throws IOException {
        String prefix = text("Prefix");
        ListedItems listed = new ListedItems(objects, bucket, prefix == null ? "" : prefix);
        if (!"LOAD_AND_FLATTEN".equals(reader.transformation())) {
            return listed.describe(mostItems);
        }
        return listed.flatten(mostItems, (key, most) -> parsed(bucket, key, null, most));
    }

    private List<JsonNode> parsed(String fromBucket, String key, @Nullable String version, long most)
            throws IOException {
        String type = reader.inputType() == null ? "JSON" : reader.inputType();
        if (key.endsWith(".zst") || key.endsWith(".zstd")) {
            throw failed(
                    "Items compressed with Zstandard, such as '" + key + "', cannot be read by this engine; use GZIP");
        }
        try (InputStream raw = objects.get(fromBucket, key, version);
                InputStream in = key.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return switch (type) {
                case "CSV" -> CsvItems.of(reader).read(in, most);
                case "JSONL" -> JsonItems.lines(in, most);
                case "JSON" -> json(in, most);
                default ->
                    throw failed(
                            "Items of the type " + type + " cannot be read by this engine; use CSV, JSON or JSONL");
            };
        } catch (IntegrationFailure missing) {
            throw missing.error().equals(FAILED) ? missing : failed(missing.getMessage());
        }
    }

    private List<JsonNode> json(InputStream in, long most) throws IOException {
        JsonItems.Read read = JsonItems.read(in, reader.itemsPointer(), most);
        entries = read.entries() && !lists();
        return read.items();
    }

    /** Returns true if the items are the entries of one JSON object. */
    public boolean readEntries() {
        return entries;
    }

    private boolean lists() {
        return reader.resource().action().equals("listObjectsV2");
    }

    private String required(String field) {
        String text = text(field);
        if (text == null || text.isEmpty()) {
            throw failed("The field '" + field + "' of the ItemReader must be a non-empty text");
        }
        return text;
    }

    private @Nullable String text(String field) {
        JsonNode value = arguments.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    static IntegrationFailure failed(@Nullable String cause) {
        return new IntegrationFailure(FAILED, cause);
    }
}
