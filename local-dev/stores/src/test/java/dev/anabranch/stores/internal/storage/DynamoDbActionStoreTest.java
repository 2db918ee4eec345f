package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.ActionStoreContract;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

final class DynamoDbActionStoreTest extends ActionStoreContract {

    private static final RecordedAttempt ATTEMPT =
            new RecordedAttempt(1, Instant.parse("2026-01-01T00:00:00Z"), "2026/01/01/[1]abc");
    private static final RecordKey KEY = RecordKey.of("run-1", "classify", List.of(0L));

    @Override
    protected ActionStore newActionStore() {
        return RuntimeStores.actions(StoreMeter.NONE, StoreFaults.NONE);
    }

    @Test
    void plainActionCostsTwoWriteUnitsAndNoRead() {
        List<String> bill = new ArrayList<>();
        ActionStore store = RuntimeStores.actions(billing(bill), StoreFaults.NONE);
        bill.clear();

        store.claim(KEY, ATTEMPT);
        store.succeed(KEY, ATTEMPT, ATTEMPT.began(), new StoredResult.Inline("\"" + "x".repeat(600) + "\""));

        assertThat(bill).containsExactly("UpdateItem 0.0 1.0", "UpdateItem 0.0 1.0");
    }

    @Test
    void throttleNamesTheTableAndTheAction() {
        ActionStore store = RuntimeStores.actions(StoreMeter.NONE, new StoreFaults() {
            @Override
            public void before(Call call) {
                if (call.operation().equals("UpdateItem")) {
                    throw ProvisionedThroughputExceededException.builder()
                            .message("slow down")
                            .build();
                }
            }
        });

        assertThatThrownBy(() -> store.claim(KEY, ATTEMPT))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("`records`")
                .hasMessageContaining("run-1#classify")
                .hasMessageContaining("slow down");
    }

    private static StoreMeter billing(List<String> bill) {
        return new StoreMeter() {
            @Override
            public void dynamoDb(String operation, double readUnits, double writeUnits) {
                bill.add(operation + " " + readUnits + " " + writeUnits);
            }

            @Override
            public void s3(String operation, long bytes) {
                bill.add(operation);
            }
        };
    }
}
