package dev.anabranch.stores.internal.http.s3;

import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Handles requests for a bucket or the service. */
final class S3Buckets {

    private final S3Client client;

    S3Buckets(S3Client client) {
        this.client = client;
    }

    S3Answer answer(S3Request request) {
        boolean plain = request.query().isEmpty();
        if (request.bucket().isEmpty() && request.method().equals("GET")) {
            return buckets();
        } else if (request.bucket().isEmpty()) {
            throw S3Api.unsupported(request);
        } else if (request.method().equals("GET")) {
            return request.has("location") ? location() : list(request);
        } else if (request.method().equals("HEAD")) {
            return head(request);
        } else if (request.method().equals("PUT") && plain) {
            return create(request);
        } else if (request.method().equals("DELETE") && plain) {
            return delete(request);
        } else if (request.method().equals("POST") && request.has("delete")) {
            return deleteObjects(request);
        }
        throw S3Api.unsupported(request);
    }

    private S3Answer buckets() {
        List<Bucket> all = client.listBuckets().buckets();
        return S3Answer.xml(new S3Xml("ListAllMyBucketsResult")
                .element(
                        "Buckets",
                        list -> all.forEach(bucket -> list.element("Bucket", one -> one.text("Name", bucket.name())
                                .text("CreationDate", bucket.creationDate())))));
    }

    private S3Answer create(S3Request request) {
        client.createBucket(builder -> builder.bucket(request.bucket()));
        return S3Answer.empty().with("Location", "/" + request.bucket());
    }

    private S3Answer delete(S3Request request) {
        client.deleteBucket(builder -> builder.bucket(request.bucket()));
        return S3Answer.noContent();
    }

    private S3Answer head(S3Request request) {
        client.headBucket(builder -> builder.bucket(request.bucket()));
        return S3Answer.empty();
    }

    private static S3Answer location() {
        return S3Answer.xml(new S3Xml("LocationConstraint"));
    }

    private S3Answer list(S3Request request) {
        ListObjectsV2Response page = client.listObjectsV2(builder -> builder.bucket(request.bucket())
                .prefix(request.parameter("prefix"))
                .delimiter(request.parameter("delimiter"))
                .startAfter(request.parameter("start-after"))
                .continuationToken(request.parameter("continuation-token"))
                .maxKeys(request.has("max-keys") ? (Integer) request.whole("max-keys") : null));
        S3Xml xml = new S3Xml("ListBucketResult")
                .text("Name", request.bucket())
                .text("Prefix", request.query().getOrDefault("prefix", ""))
                .text("KeyCount", page.keyCount())
                .text("MaxKeys", page.maxKeys())
                .text("Delimiter", request.parameter("delimiter"))
                .text("IsTruncated", Boolean.TRUE.equals(page.isTruncated()))
                .text("NextContinuationToken", page.nextContinuationToken());
        for (S3Object object : page.contents()) {
            xml.element("Contents", one -> one.text("Key", object.key())
                    .text("LastModified", object.lastModified())
                    .text("ETag", object.eTag())
                    .text("Size", object.size())
                    .text("StorageClass", object.storageClassAsString()));
        }
        for (CommonPrefix prefix : page.commonPrefixes()) {
            xml.element("CommonPrefixes", one -> one.text("Prefix", prefix.prefix()));
        }
        return S3Answer.xml(xml);
    }

    private S3Answer deleteObjects(S3Request request) {
        List<ObjectIdentifier> keys = S3Document.elements(request.text(), "Object").stream()
                .map(object -> ObjectIdentifier.builder()
                        .key(object.getOrDefault("Key", ""))
                        .build())
                .toList();
        DeleteObjectsResponse response = client.deleteObjects(
                builder -> builder.bucket(request.bucket()).delete(delete -> delete.objects(keys)));
        S3Xml xml = new S3Xml("DeleteResult");
        response.deleted().forEach(one -> xml.element("Deleted", element -> element.text("Key", one.key())));
        response.errors()
                .forEach(one -> xml.element("Error", element -> element.text("Key", one.key())
                        .text("Code", one.code())
                        .text("Message", one.message())));
        return S3Answer.xml(xml);
    }
}
