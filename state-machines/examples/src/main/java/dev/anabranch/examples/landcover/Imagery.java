package dev.anabranch.examples.landcover;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Reads and creates pictures, without a screen and without temporary files. */
final class Imagery {
    static {
        // AWT checks once whether a screen exists. A function has none, and AWT must not try a DISPLAY variable that
        // names an unreachable one.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private Imagery() {}

    /** Returns an empty picture. */
    static BufferedImage create(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /** Reads a picture from the resources of this package. */
    static BufferedImage read(String resource, int width, int height) {
        try (InputStream in = open(resource)) {
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(in));
            if (image == null || image.getWidth() != width || image.getHeight() != height) {
                throw new IllegalStateException(
                        resource + " should be a picture of " + width + " x " + height + " pixels");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the picture " + resource, e);
        }
    }

    static InputStream open(String resource) {
        InputStream in = Imagery.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is missing from the jar, beside " + Imagery.class.getName());
        }
        return in;
    }

    static void writePng(BufferedImage image, OutputStream out) throws IOException {
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(image, "png", stream);
        }
    }
}
