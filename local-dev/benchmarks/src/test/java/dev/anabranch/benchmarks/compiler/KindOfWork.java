package dev.anabranch.benchmarks.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Work that tasks do. Each kind computes the same in each call and returns a number that depends on all of it. */
enum KindOfWork {
    /** Sums of products of {@code double}, as in a multiplication of matrices of 200 x 200. */
    MATRICES {
        @Override
        long once() {
            int size = 200;
            double[] left = RANDOM_DOUBLES;
            double[] product = new double[size * size];
            for (int row = 0; row < size; row++) {
                for (int inner = 0; inner < size; inner++) {
                    double factor = left[row * size + inner];
                    for (int column = 0; column < size; column++) {
                        product[row * size + column] += factor * left[inner * size + column];
                    }
                }
            }
            return Double.doubleToLongBits(Arrays.stream(product).sum());
        }
    },
    /** An index of vegetation, (a - b) / (a + b), of two bands of a raster image, and its histogram. */
    RASTERS {
        @Override
        long once() {
            int[] histogram = new int[64];
            for (int pixel = 1; pixel < SAMPLES.length; pixel++) {
                float infrared = SAMPLES[pixel] & 0xffff;
                float red = SAMPLES[pixel - 1] & 0xffff;
                float index = (infrared - red) / (infrared + red + 1);
                histogram[Math.min(63, (int) ((index + 1) * 32))]++;
            }
            return Arrays.hashCode(histogram);
        }
    },
    /** Numbers of words in a text of 200,000 characters. */
    WORDS {
        @Override
        long once() {
            Map<String, Integer> counts = new HashMap<>();
            for (String word : TEXT.split(" ", -1)) {
                counts.merge(word, 1, Integer::sum);
            }
            return counts.hashCode();
        }
    },
    /** Dates that a regular expression finds in a text. */
    PATTERNS {
        @Override
        long once() {
            Matcher matcher = PATTERN.matcher(TEXT);
            long sum = 0;
            while (matcher.find()) {
                sum += matcher.end(1);
            }
            return sum;
        }
    },
    /** JSON of 1,000 objects that is parsed and written. */
    JSON {
        @Override
        long once() throws Exception {
            JsonNode document = MAPPER.readTree(DOCUMENT);
            return MAPPER.writeValueAsBytes(document).length;
        }
    },
    /** Records that are grouped, sorted and summed by streams. */
    STREAMS {
        @Override
        long once() {
            return PEOPLE.stream()
                    .collect(Collectors.groupingBy(Person::city, Collectors.summingLong(Person::age)))
                    .entrySet()
                    .stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(10)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    },
    /** Decimal numbers of 30 digits: compound interest. */
    DECIMALS {
        @Override
        long once() {
            BigDecimal value = BigDecimal.ONE;
            BigDecimal factor = new BigDecimal("1.00012345");
            MathContext digits = new MathContext(30);
            for (int day = 0; day < 20_000; day++) {
                value = value.multiply(factor, digits);
            }
            return value.hashCode();
        }
    },
    /** SHA-256 of 1 MB. */
    HASHES {
        @Override
        long once() throws GeneralSecurityException {
            return Arrays.hashCode(MessageDigest.getInstance("SHA-256").digest(BYTES));
        }
    },
    /** AES-GCM of 1 MB, the cipher of most HTTPS connections. */
    CIPHERS {
        @Override
        long once() throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, KEY, NONCE);
            return cipher.doFinal(ENCRYPTED).length;
        }
    },
    /** 1 MB that zlib compresses. Its code is native. */
    ZIP {
        @Override
        long once() {
            Deflater deflater = new Deflater();
            deflater.setInput(BYTES);
            deflater.finish();
            long length = deflater.deflate(new byte[2 * BYTES.length]);
            deflater.end();
            return length;
        }
    },
    /** An image of 1,000 x 1,000 pixels that Java 2D scales. */
    IMAGES {
        @Override
        long once() {
            BufferedImage scaled = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = scaled.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(IMAGE, 0, 0, 400, 400, null);
            graphics.dispose();
            return scaled.getRGB(200, 200);
        }
    };

    private static final int MEGABYTE = 1 << 20;
    private static final SplittableRandom RANDOM = new SplittableRandom(1);
    private static final double[] RANDOM_DOUBLES = RANDOM.doubles(40_000).toArray();
    private static final short[] SAMPLES = samples();
    private static final String TEXT = text();
    private static final Pattern PATTERN = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] DOCUMENT = document();
    private static final List<Person> PEOPLE = IntStream.range(0, 20_000)
            .mapToObj(number -> new Person("city" + RANDOM.nextInt(500), RANDOM.nextInt(100)))
            .toList();
    private static final byte[] BYTES = bytes();
    private static final SecretKeySpec KEY = new SecretKeySpec(Arrays.copyOf(BYTES, 16), "AES");
    private static final GCMParameterSpec NONCE = new GCMParameterSpec(128, Arrays.copyOf(BYTES, 12));
    private static final byte[] ENCRYPTED = encrypted();
    private static final BufferedImage IMAGE = image();

    abstract long once() throws Exception;

    private record Person(String city, int age) {}

    private static short[] samples() {
        short[] samples = new short[MEGABYTE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) RANDOM.nextInt(10_000);
        }
        return samples;
    }

    private static String text() {
        return IntStream.range(0, 20_000)
                .mapToObj(number ->
                        number % 20 == 0 ? "2026-12-%02d".formatted(number % 28 + 1) : "word" + RANDOM.nextInt(3_000))
                .collect(Collectors.joining(" "));
    }

    private static byte[] document() {
        ArrayNode people = MAPPER.createArrayNode();
        for (int i = 0; i < 1_000; i++) {
            people.addObject()
                    .put("name", "person " + i)
                    .put("age", i % 100)
                    .put("share", i / 7.0)
                    .putArray("tags")
                    .add("a")
                    .add("b");
        }
        return people.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[MEGABYTE];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) RANDOM.nextInt(64);
        }
        return bytes;
    }

    private static byte[] encrypted() {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, KEY, NONCE);
            return cipher.doFinal(BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(1_000, 1_000, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 1_000; y++) {
            for (int x = 0; x < 1_000; x++) {
                image.setRGB(x, y, RANDOM.nextInt(1 << 24));
            }
        }
        return image;
    }
}
