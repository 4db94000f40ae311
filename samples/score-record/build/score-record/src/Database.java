import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** 按 db.properties 连接数据库。 */
final class Database {

    private final Properties settings = new Properties();

    Database() throws IOException, ClassNotFoundException {
        try (InputStream in = Database.class.getResourceAsStream("/db.properties")) {
            settings.load(in);
        }
        Class.forName(settings.getProperty("jdbc.driver"));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                settings.getProperty("jdbc.url"),
                settings.getProperty("jdbc.user"),
                settings.getProperty("jdbc.password"));
    }
}
