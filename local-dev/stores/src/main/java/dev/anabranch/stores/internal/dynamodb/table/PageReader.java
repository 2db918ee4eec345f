package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import dev.anabranch.stores.internal.dynamodb.expression.Bindings;
import dev.anabranch.stores.internal.dynamodb.expression.ConditionEvaluator;
import dev.anabranch.stores.internal.dynamodb.expression.ItemCondition;
import dev.anabranch.stores.internal.dynamodb.expression.Projection;
import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.Item;
import dev.anabranch.stores.internal.dynamodb.item.KeyBytes;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Reads one page of a Query or Scan on a table or an index. */
public final class PageReader {

    /** A page ends with the item at which the total size reaches this number of bytes. */
    private static final int PAGE_BYTES = DynamoDbQuotas.PAGE_BYTES;

    /**
     * The parameters of a page.
     *
     * @param limit the maximum number of scanned items
     * @param after the last key of the previous page; empty for the first page
     * @param segment the zero-based segment of a parallel scan
     * @param segments the number of segments; 1 for a Query or a sequential scan
     */
    public record Request(
            Table table,
            @Nullable Index index,
            KeyRange range,
            boolean forward,
            int limit,
            Map<String, AttributeValue> after,
            @Nullable ItemCondition filter,
            @Nullable Projection projection,
            Bindings bindings,
            @Nullable Select select,
            int segment,
            int segments) {}

    /**
     * The result of a page.
     *
     * @param scanned the number of items before the filter
     * @param bytes the total size of the scanned items, from which the read units are computed
     * @param lastKey null if this is the last page
     */
    public record Page(
            List<Map<String, AttributeValue>> items,
            int count,
            int scanned,
            long bytes,
            @Nullable Map<String, AttributeValue> lastKey) {}

    private final Request request;
    private final List<Map<String, AttributeValue>> items = new ArrayList<>();
    private int count;
    private int scanned;
    private long bytes;

    private PageReader(Request request) {
        this.request = request;
    }

    public static Page page(Request request) {
        return new PageReader(request).read();
    }

    private Page read() {
        KeyRange range = request.after().isEmpty()
                ? request.range()
                : request.range().startingAfter(startKey(request.after()), request.forward());
        Cursor<byte[], Item> cursor = cursor(range);
        while (cursor.hasNext()) {
            byte[] key = cursor.next();
            if (!range.contains(key)) {
                if (beyond(range, key)) {
                    break;
                }
                continue;
            }
            Item item = cursor.getValue();
            if (request.segments() > 1 && Math.floorMod(partitionHash(item), request.segments()) != request.segment()) {
                continue;
            }
            look(item);
            if (scanned == request.limit() || bytes >= PAGE_BYTES) {
                return ending(lastKey(item));
            }
        }
        return ending(null);
    }

    private Page ending(@Nullable Map<String, AttributeValue> lastKey) {
        return new Page(items, count, scanned, bytes, lastKey);
    }

    private Cursor<byte[], Item> cursor(KeyRange range) {
        MVMap<byte[], Item> map = request.index() == null
                ? request.table().items()
                : request.index().entries();
        return request.forward() ? map.cursor(range.low(), null, false) : map.cursor(range.high(), null, true);
    }

    /**
     * Returns true if the key, which is outside the range, is after its end in scan direction. A backward cursor may
     * start at the exclusive upper bound, which is outside the range too but does not end the scan.
     */
    private boolean beyond(KeyRange range, byte[] key) {
        byte[] end = request.forward() ? range.high() : range.low();
        return end != null
                && (request.forward() ? Arrays.compareUnsigned(key, end) >= 0 : Arrays.compareUnsigned(key, end) < 0);
    }

    private void look(Item item) {
        scanned++;
        bytes += item.size();
        if (request.filter() != null
                && !ConditionEvaluator.holds(request.filter(), request.bindings(), item.attributes())) {
            return;
        }
        count++;
        if (request.select() != Select.COUNT) {
            items.add(
                    request.projection() == null
                            ? item.attributes()
                            : request.projection().of(item.attributes()));
        }
    }

    private int partitionHash(Item item) {
        AttributeValue partition = AttributeValues.in(
                item.attributes(), request.table().keys().partition().name());
        return Arrays.hashCode(KeyBytes.part(partition));
    }

    private Map<String, AttributeValue> lastKey(Item item) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        if (request.index() != null) {
            key.putAll(request.index().definition().keys().of(item.attributes()));
        }
        key.putAll(request.table().keys().of(item.attributes()));
        return key;
    }

    private byte[] startKey(Map<String, AttributeValue> start) {
        KeySchema tableKeys = request.table().keys();
        KeySchema indexKeys = request.index() == null
                ? tableKeys
                : request.index().definition().keys();
        Map<String, KeySchema.Part> expected = new LinkedHashMap<>();
        tableKeys.parts().forEach(part -> expected.put(part.name(), part));
        indexKeys.parts().forEach(part -> expected.put(part.name(), part));
        boolean fits = start.keySet().equals(expected.keySet())
                && expected.values().stream()
                        .allMatch(part -> AttributeValues.typeName(AttributeValues.in(start, part.name()))
                                .equals(part.type()));
        if (!fits) {
            throw DynamoDbErrors.validation("The provided starting key is invalid");
        }
        byte[] tableKey = tableKeys.bytes(start);
        byte[] key = request.index() == null ? tableKey : KeyBytes.join(indexKeys.bytes(start), tableKey);
        if (!request.range().contains(key)) {
            throw DynamoDbErrors.validation(
                    "The provided starting key is outside query boundaries based on provided conditions");
        }
        return key;
    }
}
