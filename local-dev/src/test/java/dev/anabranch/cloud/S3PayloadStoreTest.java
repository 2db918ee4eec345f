package dev.anabranch.cloud;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.action.PayloadStore;
import dev.anabranch.action.PayloadStoreContract;
import dev.anabranch.action.StoreException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3PayloadStoreTest extends PayloadStoreContract {

    @Override
    protected PayloadStore newPayloadStore() {
        return RuntimeStores.payloads(StoreMeter.NONE, Faults.NONE);
    }

    @Test
    void troubleNamesTheBucketAndTheKey() {
        PayloadStore store = RuntimeStores.payloads(StoreMeter.NONE, new Faults() {
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
