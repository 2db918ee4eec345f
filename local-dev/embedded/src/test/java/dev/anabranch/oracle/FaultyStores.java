package dev.anabranch.oracle;

import dev.anabranch.stores.internal.storage.StoreFaults;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Random faults of stores: refused writes, and writes whose answers are lost. There are few enough for the retries of
 * one action.
 */
final class FaultyStores implements StoreFaults {

    private static final int WRITES = 40;

    private final SplittableRandom random;
    private int left;

    FaultyStores(long seed, int faults) {
        this.random = new SplittableRandom(seed);
        this.left = faults;
    }

    @Override
    public void before(Call call) {
        fault(call);
    }

    @Override
    public void after(Call call) {
        fault(call);
    }

    private void fault(Call call) {
        boolean update = call.operation().equals("UpdateItem");
        if ((update || isPayload(call)) && strikes()) {
            throw update
                    ? ProvisionedThroughputExceededException.builder()
                            .message("Rate exceeded.")
                            .build()
                    : S3Exception.builder()
                            .message("Please reduce your request rate.")
                            .statusCode(503)
                            .build();
        }
    }

    /** Step Functions retries its own writes for a Map Run. */
    private static boolean isPayload(Call call) {
        return call.request() instanceof PutObjectRequest put && !put.key().contains("/map-runs/");
    }

    private synchronized boolean strikes() {
        boolean strikes = left > 0 && random.nextInt(WRITES) == 0;
        left -= strikes ? 1 : 0;
        return strikes;
    }
}
