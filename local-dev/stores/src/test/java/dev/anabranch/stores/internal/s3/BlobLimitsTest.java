package dev.anabranch.stores.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import dev.anabranch.stores.internal.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tests the limit on objects in memory. */
final class BlobLimitsTest {

    private static final int MB = 1 << 20;

    private static Blob write(Blobs blobs, int bytes) throws IOException {
        return blobs.write(new ByteArrayInputStream(new byte[bytes]), (long) bytes, (part, offset, length) -> {});
    }

    @Test
    void bodyBeyondTheLimitIsRefusedAndLeavesNothing() throws IOException {
        try (Storage storage = Storage.inMemory()) {
            Blobs blobs = new Blobs(storage, 4 * MB);
            Blob first = write(blobs, 3 * MB);

            assertThatThrownBy(() -> write(blobs, 2 * MB)).isInstanceOfSatisfying(S3Exception.class, refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
            });

            write(blobs, MB);
            blobs.delete(List.of(first));
            assertThat(write(blobs, 3 * MB).size()).isEqualTo(3 * MB);
        }
    }

    @Test
    void bodyThatCannotBeReadLeavesNothing() throws IOException {
        try (Storage storage = Storage.inMemory()) {
            Blobs blobs = new Blobs(storage, 4 * MB);
            ByteArrayInputStream broken = new ByteArrayInputStream(new byte[3 * MB]) {
                @Override
                public byte[] readNBytes(int length) throws IOException {
                    byte[] bytes = super.readNBytes(length);
                    if (available() == 0) {
                        throw new IOException("connection reset");
                    }
                    return bytes;
                }
            };

            assertThatThrownBy(() -> blobs.write(broken, null, (part, offset, length) -> {}))
                    .hasMessage("connection reset");

            assertThat(write(blobs, 4 * MB).size()).isEqualTo(4 * MB);
        }
    }
}
