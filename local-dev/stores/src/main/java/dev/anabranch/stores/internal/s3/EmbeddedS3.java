package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;
import software.amazon.awssdk.services.s3.waiters.S3Waiter;

/**
 * An in-process S3 that implements the SDK's client interface: buckets, objects with ranges and conditions, listings,
 * and multipart uploads. Errors are the SDK's exceptions with the codes of AWS.
 *
 * <p>Unsupported features throw an {@link UnsupportedOperationException} that names them: versions, lifecycle rules,
 * tags, access control, encryption settings, storage classes, CRC64NVME. Known differences: the location of a bucket
 * ({@code CreateBucketConfiguration}, {@code BucketRegion} of ListBuckets) has no effect; checksums
 * are computed and stored only on request.
 *
 * <p>Thread-safe. Bodies are written and read in chunks of 256 KB. A stream from {@code getObject} reads the object as
 * it was at the time of the call, and must be closed. Closing the client does not close the {@link Storage}.
 */
public final class EmbeddedS3 implements S3Client {

    private final StoreFaults faults;
    private final Buckets buckets;
    private final S3Context context;
    private final ObjectWrites writes;
    private final ObjectReads reads;
    private final MultipartUploads uploads;

    /**
     * @param storage stores the objects; may already contain some
     * @param clock the clock for the times of objects and buckets
     */
    public EmbeddedS3(Storage storage, InstantSource clock, StoreMeter meter, StoreFaults faults) {
        this(new S3Context(storage, new Buckets(storage, clock), new Blobs(storage), clock, meter), faults);
        context.blobs().removeLoose();
    }

    private EmbeddedS3(S3Context context, StoreFaults faults) {
        this.faults = faults;
        this.buckets = context.buckets();
        this.context = context;
        this.writes = new ObjectWrites(context);
        this.reads = new ObjectReads(context);
        this.uploads = new MultipartUploads(context);
    }

    /** Creates an S3 without metering and faults. */
    public EmbeddedS3(Storage storage, InstantSource clock) {
        this(storage, clock, StoreMeter.NONE, StoreFaults.NONE);
    }

    /**
     * Returns a client for callers outside of runs, such as starting, watching and ending runs. It injects no faults,
     * and does not meter reads.
     */
    public EmbeddedS3 fromOutside() {
        return with(StoreMeter.writes(context.meter()), StoreFaults.NONE);
    }

    /** Returns a client of the same buckets with another meter and other faults. */
    public EmbeddedS3 with(StoreMeter meter, StoreFaults otherFaults) {
        return new EmbeddedS3(context.metering(meter), otherFaults);
    }

    private <R> R call(String operation, S3Request request, Supplier<R> body) {
        StoreFaults.Call call = new StoreFaults.Call("s3", operation, request);
        faults.before(call);
        R response = body.get();
        faults.after(call);
        return response;
    }

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest request) {
        return call("CreateBucket", request, () -> buckets.create(request));
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return call("HeadBucket", request, () -> buckets.head(request));
    }

    @Override
    public ListBucketsResponse listBuckets(ListBucketsRequest request) {
        return call("ListBuckets", request, () -> buckets.list(request));
    }

    @Override
    public ListBucketsResponse listBuckets() {
        return listBuckets(ListBucketsRequest.builder().build());
    }

    @Override
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
        return call("DeleteBucket", request, () -> buckets.delete(request));
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        return call("PutObject", request, () -> writes.put(request, body));
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest request) {
        return call("CopyObject", request, () -> writes.copy(request));
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return call("DeleteObject", request, () -> writes.delete(request));
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        return call("DeleteObjects", request, () -> writes.deleteMany(request));
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return call("HeadObject", request, () -> reads.head(request));
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        StoreFaults.Call call = new StoreFaults.Call("s3", "GetObject", request);
        faults.before(call);
        ObjectReads.Found found = reads.get(request);
        AbortableInputStream stream = AbortableInputStream.create(found.body(), () -> closeQuietly(found));
        boolean open = false;
        try {
            faults.after(call);
            T result = transformer.transform(found.response(), stream);
            open = transformer.needsConnectionLeftOpen();
            return result;
        } catch (SdkException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("Interrupted while reading " + request.key(), e);
        } catch (Exception e) {
            throw SdkClientException.create(
                    "Failed to process the body of " + request.bucket() + "/" + request.key() + ": " + e.getMessage(),
                    e);
        } finally {
            if (!open) {
                closeQuietly(found);
            }
        }
    }

    private static void closeQuietly(ObjectReads.Found found) {
        try {
            found.body().close();
        } catch (IOException e) {
            throw SdkClientException.create("The body of an object cannot be closed", e);
        }
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return call("ListObjectsV2", request, () -> Listing.list(context, request));
    }

    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        return call("ListObjects", request, () -> Listing.list(context, request));
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return call("CreateMultipartUpload", request, () -> uploads.create(request));
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        return call("UploadPart", request, () -> uploads.part(request, body));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        return call("CompleteMultipartUpload", request, () -> uploads.complete(request));
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        return call("AbortMultipartUpload", request, () -> uploads.abort(request));
    }

    @Override
    public S3Waiter waiter() {
        return S3Waiter.builder().client(this).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The caller that opened the storage closes it.
    }
}
