package dev.anabranch.stores.internal.http.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
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
        if (request.bucket().isEmpty() && request.method().equals("GET")) {
            return buckets(request.only("max-buckets", "prefix", "continuation-token", "bucket-region"));
        } else if (request.bucket().isEmpty()) {
            throw S3Api.unsupported(request);
        } else if (request.method().equals("GET")) {
            return get(request);
        } else if (request.method().equals("HEAD")) {
            return head(request.only());
        } else if (request.method().equals("PUT")) {
            return create(request.only());
        } else if (request.method().equals("DELETE")) {
            return delete(request.only());
        } else if (request.method().equals("POST") && request.has("delete")) {
            return deleteObjects(request.only("delete"));
        }
        throw S3Api.unsupported(request);
    }

    private S3Answer get(S3Request request) {
        if (request.has("location")) {
            request.only("location");
            return S3Answer.xml(new S3Xml("LocationConstraint"));
        } else if (request.has("versioning")) {
            request.only("versioning");
            return S3Answer.xml(new S3Xml("VersioningConfiguration"));
        } else if (request.has("list-type")) {
            return list(request.only(
                    "list-type",
                    "prefix",
                    "delimiter",
                    "max-keys",
                    "start-after",
                    "continuation-token",
                    "encoding-type",
                    "fetch-owner"));
        }
        return listByMarker(request.only("prefix", "delimiter", "max-keys", "marker", "encoding-type"));
    }

    private S3Answer buckets(S3Request request) {
        ListBucketsResponse page = client.listBuckets(builder -> builder.prefix(request.parameter("prefix"))
                .continuationToken(request.parameter("continuation-token"))
                .bucketRegion(request.parameter("bucket-region"))
                .maxBuckets(request.has("max-buckets") ? (Integer) request.whole("max-buckets") : null));
        return S3Answer.xml(new S3Xml("ListAllMyBucketsResult")
                .element("Buckets", list -> page.buckets()
                        .forEach(bucket -> list.element("Bucket", one -> one.text("Name", bucket.name())
                                .text("CreationDate", bucket.creationDate()))))
                .text("ContinuationToken", page.continuationToken())
                .text("Prefix", page.prefix()));
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

    private S3Answer list(S3Request request) {
        ListObjectsV2Response page = client.listObjectsV2(builder -> builder.bucket(request.bucket())
                .prefix(request.parameter("prefix"))
                .delimiter(request.parameter("delimiter"))
                .startAfter(request.parameter("start-after"))
                .continuationToken(request.parameter("continuation-token"))
                .maxKeys(maxKeys(request)));
        S3Xml xml = new S3Xml("ListBucketResult")
                .text("Name", request.bucket())
                .text("Prefix", encoded(request, request.query().getOrDefault("prefix", "")))
                .text("KeyCount", page.keyCount())
                .text("MaxKeys", page.maxKeys())
                .text("Delimiter", encoded(request, request.parameter("delimiter")))
                .text("StartAfter", encoded(request, request.parameter("start-after")))
                .text("ContinuationToken", request.parameter("continuation-token"))
                .text("EncodingType", request.parameter("encoding-type"))
                .text("IsTruncated", Boolean.TRUE.equals(page.isTruncated()))
                .text("NextContinuationToken", page.nextContinuationToken());
        return S3Answer.xml(entries(xml, request, page.contents(), page.commonPrefixes()));
    }

    private S3Answer listByMarker(S3Request request) {
        ListObjectsResponse page = client.listObjects(builder -> builder.bucket(request.bucket())
                .prefix(request.parameter("prefix"))
                .delimiter(request.parameter("delimiter"))
                .marker(request.parameter("marker"))
                .maxKeys(maxKeys(request)));
        S3Xml xml = new S3Xml("ListBucketResult")
                .text("Name", request.bucket())
                .text("Prefix", encoded(request, request.query().getOrDefault("prefix", "")))
                .text("Marker", encoded(request, request.query().getOrDefault("marker", "")))
                .text("MaxKeys", page.maxKeys())
                .text("Delimiter", encoded(request, request.parameter("delimiter")))
                .text("EncodingType", request.parameter("encoding-type"))
                .text("IsTruncated", Boolean.TRUE.equals(page.isTruncated()))
                .text("NextMarker", encoded(request, page.nextMarker()));
        return S3Answer.xml(entries(xml, request, page.contents(), page.commonPrefixes()));
    }

    private static @Nullable Integer maxKeys(S3Request request) {
        return request.has("max-keys") ? (Integer) request.whole("max-keys") : null;
    }

    private static S3Xml entries(S3Xml xml, S3Request request, List<S3Object> objects, List<CommonPrefix> prefixes) {
        for (S3Object object : objects) {
            xml.element("Contents", one -> one.text("Key", encoded(request, object.key()))
                    .text("LastModified", object.lastModified())
                    .text("ETag", object.eTag())
                    .text("Size", object.size())
                    .text("StorageClass", object.storageClassAsString()));
        }
        for (CommonPrefix prefix : prefixes) {
            xml.element("CommonPrefixes", one -> one.text("Prefix", encoded(request, prefix.prefix())));
        }
        return xml;
    }

    /** Returns a key as the client requested it: URL-encoded, because XML 1.0 lacks most control characters. */
    private static @Nullable String encoded(S3Request request, @Nullable String key) {
        String encoding = request.parameter("encoding-type");
        if (key == null || encoding == null) {
            return key;
        } else if (!encoding.equals("url")) {
            throw new MalformedRequest("InvalidArgument", "Invalid Encoding Method specified in Request: " + encoding);
        }
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private S3Answer deleteObjects(S3Request request) {
        String document = request.text();
        List<ObjectIdentifier> keys = S3Document.elements(document, "Object").stream()
                .map(object -> ObjectIdentifier.builder()
                        .key(object.getOrDefault("Key", ""))
                        .versionId(object.get("VersionId"))
                        .eTag(object.get("ETag"))
                        .build())
                .toList();
        boolean quiet = S3Document.text(document, "Quiet").strip().equals("true");
        DeleteObjectsResponse response = client.deleteObjects(builder -> builder.bucket(request.bucket())
                .delete(delete -> delete.objects(keys).quiet(quiet)));
        S3Xml xml = new S3Xml("DeleteResult");
        response.deleted().forEach(one -> xml.element("Deleted", element -> element.text("Key", one.key())));
        response.errors()
                .forEach(one -> xml.element("Error", element -> element.text("Key", one.key())
                        .text("Code", one.code())
                        .text("Message", one.message())));
        return S3Answer.xml(xml);
    }
}
