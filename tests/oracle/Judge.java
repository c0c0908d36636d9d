import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.PDFRevisionWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonCertificateSource;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The European reference validator over PDF files: a path a line in, a line of JSON out, until the input ends.
 *
 * <p>Arguments are files named by what they are: {@code root=A.pem} trusted, {@code other=B.pem} known, {@code
 * list=C.crl} a revocation list. Nothing is fetched from anywhere.
 */
public class Judge {
    /** Annotations that overlap: the seal has to cover a third of the leader's picture (Decree 30/2020 App. I). */
    private static final String OVERLAPS = "BBB_FC_IAOD_ANS";

    private final CommonTrustedCertificateSource roots = new CommonTrustedCertificateSource();
    private final CommonCertificateSource others = new CommonCertificateSource();
    private final List<InputStream> lists = new ArrayList<>();
    private ExternalResourcesCRLSource kept;

    public static void main(String[] arguments) throws Exception {
        Judge judge = new Judge();
        for (String argument : arguments) {
            judge.learn(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        judge.kept = new ExternalResourcesCRLSource(judge.lists.toArray(InputStream[]::new));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = in.readLine(); path != null; path = in.readLine()) {
            out.println(json(judge.verdict(path)));
        }
    }

    private void learn(String kind, String file) throws IOException {
        switch (kind) {
            case "root" -> roots.addCertificate(DSSUtils.loadCertificate(new File(file)));
            case "other" -> others.addCertificate(DSSUtils.loadCertificate(new File(file)));
            case "list" -> lists.add(new FileInputStream(file));
            default -> throw new IllegalArgumentException(kind);
        }
    }

    /** Broken files end in "error"; "clean" is what may be relied on, the indication alone is not. */
    private Map<String, Object> verdict(String path) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("file", path);
        List<Map<String, Object>> signatures = new ArrayList<>();
        List<Map<String, Object>> timestamps = new ArrayList<>();
        said.put("signatures", signatures);
        said.put("timestamps", timestamps);
        boolean clean = false;
        try {
            SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
            validator.setCertificateVerifier(verifier());
            Reports reports = validator.validateDocument();
            reports.getSimpleReport().getSignatureIdList().forEach(id -> signatures.add(signature(reports, id)));
            reports.getDiagnosticData().getTimestampList().forEach(one -> timestamps.add(timestamp(reports, one)));
            clean = !signatures.isEmpty()
                    && signatures.stream().allMatch(one -> (Boolean) one.get("clean"))
                    && timestamps.stream().allMatch(one -> (Boolean) one.get("clean"));
        } catch (Exception | StackOverflowError | OutOfMemoryError broken) {
            said.put("error", broken.toString());
        }
        said.put("clean", clean);
        return said;
    }

    private CertificateVerifier verifier() {
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.addTrustedCertSources(roots);
        verifier.addAdjunctCertSources(others);
        verifier.setAIASource(null);
        verifier.setCrlSource(kept);
        return verifier;
    }

    private static Map<String, Object> signature(Reports reports, String id) {
        SimpleReport simple = reports.getSimpleReport();
        DiagnosticData data = reports.getDiagnosticData();
        PDFRevisionWrapper revision = data.getSignatureById(id).getPDFRevision();
        List<String> warnings = simple.getAdESValidationWarnings(id).stream()
                .map(one -> one.getKey())
                .filter(key -> !key.equals(OVERLAPS))
                .toList();
        int illicit = illicitChanges(revision);
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("field", revision == null ? "" : revision.getFirstFieldName());
        said.put("level", text(simple.getSignatureFormat(id)));
        said.put("indication", text(simple.getIndication(id)));
        said.put("subindication", text(simple.getSubIndication(id)));
        said.put("errors", simple.getAdESValidationErrors(id).stream().map(one -> one.getValue()).toList());
        said.put("warnings", warnings);
        said.put("illicit_changes", illicit);
        said.put("clean", "TOTAL_PASSED".equals(said.get("indication")) && warnings.isEmpty() && illicit == 0);
        return said;
    }

    private static int illicitChanges(PDFRevisionWrapper revision) {
        if (revision == null) {
            return 0;
        }
        return revision.getPdfAnnotationChanges().size()
                + revision.getPdfUndefinedChanges().size()
                + revision.getPdfPageDifferenceConcernedPages().size()
                + revision.getPdfVisualDifferenceConcernedPages().size();
    }

    private static Map<String, Object> timestamp(Reports reports, TimestampWrapper stamp) {
        String verdict = text(reports.getDetailedReport().getBasicTimestampValidationIndication(stamp.getId()));
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("type", text(stamp.getType()));
        said.put("indication", verdict);
        said.put("clean", "PASSED".equals(verdict) && stamp.isMessageImprintDataIntact());
        return said;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(Judge::json).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        String plain = text(value).chars()
                .mapToObj(unit -> unit < 32 || unit > 126 || unit == '"' || unit == '\\'
                        ? String.format("\\u%04x", unit)
                        : String.valueOf((char) unit))
                .collect(Collectors.joining());
        return '"' + plain + '"';
    }
}
