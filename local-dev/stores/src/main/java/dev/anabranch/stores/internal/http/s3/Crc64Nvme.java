package dev.anabranch.stores.internal.http.s3;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME, which the JDK lacks and newer versions of the AWS CLI use by default.
 *
 * @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-nvme">CRC-64/NVME</a>
 */
final class Crc64Nvme implements Checksum {

    /** The polynomial, with its bits reversed. */
    private static final long POLYNOMIAL = 0x9A6C_9329_AC4B_C9B5L;

    private static final long[] TABLE = new long[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            long crc = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            TABLE[i] = crc;
        }
    }

    private long crc = -1;

    @Override
    public void update(int b) {
        crc = TABLE[(int) (crc ^ b) & 0xff] ^ crc >>> Byte.SIZE;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            update(bytes[i]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }
}
