package dev.anabranch.stores.internal.http.s3;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An XML document of S3, written from top to bottom. */
final class S3Xml {

    private final StringBuilder xml = new StringBuilder();
    private final String root;

    S3Xml(String root) {
        this.root = root;
    }

    /** An element with text; none where the value is null. */
    S3Xml text(String name, @Nullable Object value) {
        if (value != null) {
            xml.append('<')
                    .append(name)
                    .append('>')
                    .append(escaped(value.toString()))
                    .append("</")
                    .append(name)
                    .append('>');
        }
        return this;
    }

    /** An element with elements. */
    S3Xml element(String name, Consumer<S3Xml> content) {
        xml.append('<').append(name).append('>');
        content.accept(this);
        xml.append("</").append(name).append('>');
        return this;
    }

    byte[] bytes() {
        // Alone among S3's documents, an error has no namespace, and some clients read it only so.
        String namespace = root.equals("Error") ? "" : " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root + namespace + ">" + xml + "</" + root + ">")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }
}
