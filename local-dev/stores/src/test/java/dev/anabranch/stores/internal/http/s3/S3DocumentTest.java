package dev.anabranch.stores.internal.http.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3DocumentTest {

    @Test
    void readsReferencesCdataAndNamespacePrefixes() {
        String delete = """
                <?xml version="1.0"?>
                <s:Delete xmlns:s="http://s3.amazonaws.com/doc/2006-03-01/"><!-- two -->
                  <s:Object><s:Key>a&amp;&#x62;&#13;&lt;</s:Key><s:VersionId>null</s:VersionId></s:Object>
                  <s:Object><s:Key><![CDATA[ <ü> ]]></s:Key></s:Object>
                </s:Delete>""";

        assertThat(S3Document.elements(delete, "Object"))
                .containsExactly(Map.of("Key", "a&b\r<", "VersionId", "null"), Map.of("Key", " <ü> "));
    }

    @Test
    void roundTripsKeysWithSpecialCharacters() {
        String key = "a b\r\n<&>\"' ä 🌊 ]]>";
        byte[] written = new S3Xml("DeleteResult")
                .element("Deleted", one -> one.text("Key", key).text("VersionId", null))
                .bytes();

        assertThat(S3Document.elements(new String(written, StandardCharsets.UTF_8), "Deleted"))
                .containsExactly(Map.of("Key", key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<Delete>",
                "<Delete/>",
                "<Delete><Object><Key>a</Object></Delete>",
                "<Delete><Object><Key><b/></Key></Object></Delete>",
                "<Delete><Object>text</Object></Delete>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><Delete><Object><Key>&b;</Key></Object></Delete>",
                "<!DOCTYPE a [<!ENTITY b 'bb'>]><Delete><Object><Key>&b;</Key></Object></Delete>"
            })
    void rejectsInvalidDocuments(String body) {
        assertThatThrownBy(() -> S3Document.elements(body, "Object")).isInstanceOf(MalformedRequest.class);
    }
}
