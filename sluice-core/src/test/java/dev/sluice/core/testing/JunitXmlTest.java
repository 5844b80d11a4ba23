package dev.sluice.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.SluiceException;
import dev.sluice.core.testing.Mismatch.Cell;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitXmlTest {
    @Test
    void resultsAreWellFormedXmlWhateverCharactersTheyHold() throws Exception {
        CaseResult good = result("good <&> \"one\"", List.of(), null);
        CaseResult failed = result(
                "bad",
                List.of(new Mismatch("landed: a row differs", List.of(new Cell("a", "]]>", "\u0001\uD800")))),
                null);
        CaseResult broken = result("broken", List.of(), new SluiceException(ErrorCode.PATH_NOT_FOUND, "Cannot read x"));

        String xml = JunitXml.of(new TestReport(List.of(good, failed, broken), List.of(), List.of(), 1.5));

        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        assertThat(root.getAttribute("tests")).isEqualTo("3");
        assertThat(root.getAttribute("failures")).isEqualTo("1");
        assertThat(root.getAttribute("errors")).isEqualTo("1");
        assertThat(((Element) root.getElementsByTagName("testcase").item(0)).getAttribute("name"))
                .isEqualTo("good <&> \"one\"");
        assertThat(root.getElementsByTagName("failure").item(0).getTextContent())
                .contains("! a       ]]>       \uFFFD\uFFFD");
        assertThat(root.getElementsByTagName("error").item(0).getTextContent()).contains(ErrorCode.PATH_NOT_FOUND.id());
    }

    private static CaseResult result(String name, List<Mismatch> mismatches, @Nullable SluiceException failure) {
        TestCase test = new TestCase(
                name,
                new Location("tests/a.yaml", 3, 5, 1),
                "orders",
                new GivenInput(Map.of(), List.of(), List.of(), Map.of()),
                RunSetting.at(RunSetting.USUAL_NOW),
                new Expectation(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty()));
        return new CaseResult(test, mismatches, failure, Set.of(), 0.25);
    }
}
