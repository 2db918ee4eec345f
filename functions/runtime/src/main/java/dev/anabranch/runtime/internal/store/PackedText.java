package dev.anabranch.runtime.internal.store;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A text as an attribute: deflated binary if that saves write units, otherwise text. A write unit is 1 KB and costs
 * $0.625 a million. Up to two units, the text stays readable for people and tools. Deflating 8 KB of JSON takes 0.2 ms,
 * which costs $0.003 a million on a function with 1 GB, and inflating takes a tenth of that, so saving one unit pays
 * off. JSON shrinks to a third or less.
 */
final class PackedText {

    private static final int UNIT_BYTES = DynamoDbQuotas.WRITE_UNIT_BYTES;

    /** The size up to which text is not compressed. */
    private static final int PLAIN_BYTES = 2 * UNIT_BYTES;

    private PackedText() {}

    /**
     * Returns the attribute.
     *
     * @param otherBytes the size of the item's other attributes in bytes
     */
    static AttributeValue of(String text, int otherBytes) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (plain.length + otherBytes <= PLAIN_BYTES) {
            return AttributeValue.fromS(text);
        }
        byte[] deflated = deflated(plain);
        return units(deflated.length + otherBytes) < units(plain.length + otherBytes)
                ? AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(deflated))
                : AttributeValue.fromS(text);
    }

    /** Returns the size of the attribute's value in bytes. */
    static int size(AttributeValue value) {
        return value.b() == null
                ? value.s().getBytes(StandardCharsets.UTF_8).length
                : value.b().asByteArrayUnsafe().length;
    }

    /** Returns the text of an attribute. */
    static String text(AttributeValue value) {
        return value.b() == null ? value.s() : inflated(value.b().asByteArrayUnsafe());
    }

    private static int units(int bytes) {
        return (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static String inflated(byte[] deflated) {
        Inflater inflater = new Inflater(true);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The compressed attribute of an item cannot be read.", e);
        } finally {
            inflater.end();
        }
    }
}
