package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.PayloadStoreContract;
import dev.anabranch.runtime.internal.payload.StoreException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3PayloadStoreTest extends PayloadStoreContract {

    @Override
    protected PayloadStore newPayloadStore() {
        return RuntimeStores.payloads(StoreMeter.NONE, StoreFaults.NONE);
    }

    @Test
    void troubleNamesTheBucketAndTheKey() {
        PayloadStore store = RuntimeStores.payloads(StoreMeter.NONE, new StoreFaults() {
            @Override
            public void before(Call call) {
                if (call.operation().equals("PutObject")) {
                    throw S3Exception.builder()
                            .statusCode(503)
                            .message("Slow Down")
                            .build();
                }
            }
        });

        assertThatThrownBy(() -> store.put("some/key", "text/plain", new byte[1]))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("`payloads`")
                .hasMessageContaining("`some/key`")
                .hasMessageContaining("Slow Down");
    }
}
