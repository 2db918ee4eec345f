package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads items from a listing: the objects under a prefix, or the contents of those objects. */
final class ListedItems {

    private final ObjectStore objects;
    private final String bucket;
    private final String prefix;

    ListedItems(ObjectStore objects, String bucket, String prefix) {
        this.objects = objects;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Returns an item for each object, with the fields of the listing. */
    List<JsonNode> describe(long most) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        for (ObjectStore.StoredObject object : list(most)) {
            items.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("Etag", object.etag())
                    .put("Key", object.key())
                    .put("LastModified", object.lastModified().getEpochSecond())
                    .put("Size", object.size())
                    .put("StorageClass", object.storageClass()));
        }
        return items;
    }

    /** Returns the items of all objects, in the order of the listing. */
    List<JsonNode> flatten(long most, Parser parser) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        for (ObjectStore.StoredObject object : list(Long.MAX_VALUE)) {
            if (items.size() >= most) {
                break;
            }
            items.addAll(parser.parse(object.key(), most - items.size()));
        }
        return items;
    }

    private List<ObjectStore.StoredObject> list(long most) throws IOException {
        List<ObjectStore.StoredObject> all = new ArrayList<>();
        try {
            String after = null;
            for (List<ObjectStore.StoredObject> page = objects.list(bucket, prefix, null);
                    !page.isEmpty() && all.size() < most;
                    page = objects.list(bucket, prefix, after)) {
                for (ObjectStore.StoredObject object : page) {
                    after = object.key();
                    if (all.size() < most) {
                        all.add(object);
                    }
                }
            }
        } catch (IntegrationFailure missing) {
            throw ItemReader.failed(missing.getMessage());
        }
        return all;
    }

    /** Reads the items of one object. */
    @FunctionalInterface
    interface Parser {
        /** @param most the maximum number of items */
        List<JsonNode> parse(String key, long most) throws IOException;
    }
}
