package dev.anabranch.stores.internal.dynamodb.item;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/**
 * The capacity units that one request consumes on one table, by
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">AWS's
 * rules</a>: one write unit per started KB, one read unit per started 4 KB, half of it for eventually consistent reads,
 * and twice as many in a transaction.
 */
public final class Capacity {

    private static final int WRITE_BYTES = DynamoDbQuotas.WRITE_UNIT_BYTES;
    private static final int READ_BYTES = DynamoDbQuotas.READ_UNIT_BYTES;
    private static final double TRANSACTIONAL = 2;

    /**
     * The storage overhead of one item, from
     * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">AWS</a>.
     */
    private static final int STORED_WITH_ITEM = DynamoDbQuotas.STORED_WITH_ITEM_BYTES;

    private static final double EVENTUAL = 0.5;

    private final String table;
    private final boolean transactional;
    private double tableRead;
    private double tableWrite;
    private long storedBytes;
    private final Map<String, Double> indexRead = new LinkedHashMap<>(0);
    private final Map<String, Double> indexWrite = new LinkedHashMap<>(0);

    public Capacity(String table, boolean transactional) {
        this.table = table;
        this.transactional = transactional;
    }

    public void readBytes(@Nullable String index, long bytes, boolean consistent) {
        double units = Math.max(1, (bytes + READ_BYTES - 1) / READ_BYTES)
                * (transactional ? TRANSACTIONAL : consistent ? 1 : EVENTUAL);
        if (index == null) {
            tableRead += units;
        } else {
            indexRead.merge(index, units, Double::sum);
        }
    }

    public void writeBytes(int bytes) {
        tableWrite += Math.max(1, (bytes + WRITE_BYTES - 1) / WRITE_BYTES) * (transactional ? TRANSACTIONAL : 1);
    }

    public void writeIndex(String index, double units) {
        if (units > 0) {
            indexWrite.merge(index, units * (transactional ? TRANSACTIONAL : 1), Double::sum);
        }
    }

    /** Records that an item was written or deleted. Sizes are in bytes; 0 means that the item does not exist. */
    public void storedBytes(int before, int after) {
        storedBytes += stored(after) - stored(before);
    }

    private static long stored(int size) {
        return size == 0 ? 0 : size + STORED_WITH_ITEM;
    }

    /** Returns the change of the table's size in bytes; negative if the table has shrunk. */
    public long storedBytes() {
        return storedBytes;
    }

    public double readUnits() {
        return tableRead + sum(indexRead);
    }

    public double writeUnits() {
        return tableWrite + sum(indexWrite);
    }

    private static double sum(Map<String, Double> units) {
        double sum = 0;
        if (!units.isEmpty()) {
            for (double one : units.values()) {
                sum += one;
            }
        }
        return sum;
    }

    /** Returns null if the request does not ask for consumed capacity. */
    @Nullable
    public ConsumedCapacity consumed(@Nullable ReturnConsumedCapacity asked) {
        if (asked == null || asked == ReturnConsumedCapacity.NONE) {
            return null;
        }
        ConsumedCapacity.Builder consumed =
                ConsumedCapacity.builder().tableName(table).capacityUnits(readUnits() + writeUnits());
        if (transactional) {
            reads(consumed);
        }
        if (asked == ReturnConsumedCapacity.INDEXES) {
            breakDown(consumed);
        }
        return consumed.build();
    }

    private void reads(ConsumedCapacity.Builder consumed) {
        if (readUnits() > 0) {
            consumed.readCapacityUnits(readUnits());
        }
        if (writeUnits() > 0) {
            consumed.writeCapacityUnits(writeUnits());
        }
    }

    private void breakDown(ConsumedCapacity.Builder consumed) {
        consumed.table(of(tableRead + tableWrite));
        Map<String, software.amazon.awssdk.services.dynamodb.model.Capacity> indexes = new LinkedHashMap<>();
        indexRead.forEach((name, units) -> indexes.put(name, of(units)));
        indexWrite.forEach((name, units) -> indexes.put(name, of(units)));
        if (!indexes.isEmpty()) {
            consumed.globalSecondaryIndexes(indexes);
        }
    }

    private static software.amazon.awssdk.services.dynamodb.model.Capacity of(double units) {
        return software.amazon.awssdk.services.dynamodb.model.Capacity.builder()
                .capacityUnits(units)
                .build();
    }
}
