import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.log4j.Logger;

/** 短信网关；发送失败只记日志，不影响成绩录入。 */
final class SmsGateway {

    private static final Logger LOG = Logger.getLogger(SmsGateway.class);

    private final Properties settings = new Properties();

    SmsGateway() throws IOException {
        try (InputStream in = SmsGateway.class.getResourceAsStream("/sms.properties")) {
            settings.load(in);
        }
    }

    void send(String receiver, String text) {
        try {
            int status = post("channel=" + settings.getProperty("sms.channel")
                    + "&to=" + URLEncoder.encode(receiver, "UTF-8")
                    + "&text=" + URLEncoder.encode(text, "UTF-8"));
            LOG.info("sms gateway answered " + status);
        } catch (IOException e) {
            LOG.warn("sms gateway: " + e.getMessage());
        }
    }

    private int post(String body) throws IOException {
        int timeout = Integer.parseInt(settings.getProperty("sms.timeout"));
        URL url = new URL(settings.getProperty("sms.gateway"));
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(timeout);
        connection.setReadTimeout(timeout);
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.US_ASCII));
        }
        return connection.getResponseCode();
    }
}
